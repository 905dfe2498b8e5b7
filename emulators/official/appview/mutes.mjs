// Whom somebody does not want to hear of.
const MUTE = 'app.bsky.graph.muteActor'
const UNMUTE = 'app.bsky.graph.unmuteActor'
const MUTES = 'app.bsky.graph.getMutes'
const TIMELINE = 'app.bsky.feed.getTimeline'

export const scenarios = {
  async 'an account is muted'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    await alice.follow(bob)
    await alice.follow(carol)
    const post = await alice.post('of alice')
    const ofBob = await bob.post('of bob')
    await carol.repost(ofBob)
    await bob.reply('bob answers alice', post)
    await carol.reply('carol answers alice', post)
    await bob.like(post)
    await alice.does('muted', MUTE, { actor: bob.did })
    await alice.does('muted once more', MUTE, { actor: bob.did })
    await alice.sees('profile', 'app.bsky.actor.getProfile', { actor: bob.did })
    await alice.sees('timeline', TIMELINE)
    await alice.sees('thread', 'app.bsky.feed.getPostThread', { uri: post.uri })
    await alice.sees('feed', 'app.bsky.feed.getAuthorFeed', { actor: bob.did })
    await alice.sees('notifications', 'app.bsky.notification.listNotifications')
    await alice.sees('list', MUTES)
    await bob.sees('bob knows nothing of it', 'app.bsky.actor.getProfile', { actor: alice.did })
    await alice.does('unmuted', UNMUTE, { actor: bob.handle })
    await alice.sees('timeline after', TIMELINE)
    await alice.sees('list after', MUTES)
  },

  async 'mutes that are refused'(w) {
    const { alice } = await w.accounts('alice')
    await alice.does('oneself', MUTE, { actor: alice.did })
    await alice.does('nobody', MUTE, { actor: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa' })
    await alice.does('no handle', MUTE, { actor: 'nobody.invalid' })
    await alice.does('no actor', MUTE, {})
    await w.anyone.does('by anyone', MUTE, { actor: alice.did })
    await alice.does('nobody is let be', UNMUTE, { actor: 'nobody.invalid' })
    await w.anyone.sees('a list for anyone', MUTES)
  },

  async 'many mutes'(w) {
    const { alice, ...others } = await w.accounts('alice', 'bob', 'carol', 'dan', 'eve')
    for (const each of Object.values(others)) await alice.does(`mutes ${each.name}`, MUTE, { actor: each.did })
    await alice.sees('all', MUTES)
    await alice.pages('by twos', MUTES, { limit: 2 }, 'mutes')
  },

  async 'a thread is muted'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    const root = await alice.post('a loud thread')
    await bob.reply('before', root)
    await alice.does('muted', 'app.bsky.graph.muteThread', { root: root.uri })
    await bob.reply('after', root)
    await alice.sees('a post says so', 'app.bsky.feed.getPosts', { uris: [root.uri] })
    await alice.sees('notifications', 'app.bsky.notification.listNotifications')
    await alice.does('unmuted', 'app.bsky.graph.unmuteThread', { root: root.uri })
    await alice.sees('a post says so no more', 'app.bsky.feed.getPosts', { uris: [root.uri] })
  },
}
