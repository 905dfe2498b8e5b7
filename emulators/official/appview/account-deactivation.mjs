// An account that pauses.
const FEED = 'app.bsky.feed.getAuthorFeed'

export const scenarios = {
  async 'an account pauses'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    await carol.follow(alice)
    await alice.follow(carol)
    const post = await alice.post('of alice')
    const ofCarol = await carol.post('of carol')
    await alice.reply('alice answers carol', ofCarol)
    await alice.like(ofCarol)
    await bob.repost(post)
    await carol.follow(bob)
    await alice.does('pauses', 'com.atproto.server.deactivateAccount', {})
    await carol.sees('profile', 'app.bsky.actor.getProfile', { actor: alice.did })
    await carol.sees('profile by the handle', 'app.bsky.actor.getProfile', { actor: alice.handle })
    await carol.sees('profiles', 'app.bsky.actor.getProfiles', { actors: [alice.did, bob.did] })
    await carol.sees('feed', FEED, { actor: alice.did })
    await carol.sees('timeline', 'app.bsky.feed.getTimeline')
    await carol.sees('posts', 'app.bsky.feed.getPosts', { uris: [post.uri] })
    await carol.sees('her thread', 'app.bsky.feed.getPostThread', { uri: post.uri })
    await carol.sees('thread', 'app.bsky.feed.getPostThread', { uri: ofCarol.uri })
    await carol.sees('followers', 'app.bsky.graph.getFollowers', { actor: carol.did })
    await carol.sees('likes', 'app.bsky.feed.getLikes', { uri: ofCarol.uri })
    await alice.sees('her own timeline', 'app.bsky.feed.getTimeline')
    await alice.does('goes on', 'com.atproto.server.activateAccount')
    await carol.sees('profile after', 'app.bsky.actor.getProfile', { actor: alice.did })
    await carol.sees('feed after', FEED, { actor: alice.did })
    await carol.sees('timeline after', 'app.bsky.feed.getTimeline')
    await carol.sees('followers after', 'app.bsky.graph.getFollowers', { actor: carol.did })
  },
}
