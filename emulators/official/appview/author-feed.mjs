// What somebody posted and reposted.
import { friends } from '../friends.mjs'

const FEED = 'app.bsky.feed.getAuthorFeed'

export const scenarios = {
  async 'what four friends posted'(w) {
    const { alice, bob, carol, dan } = await friends(w)
    for (const each of [alice, bob, carol, dan]) await each.sees(`${each.name} of themselves`, FEED, { actor: each.did })
    await bob.sees('bob of alice, by her handle', FEED, { actor: alice.handle })
    await alice.pages('by twos', FEED, { actor: alice.did, limit: 2 }, 'feed')
    await w.anyone.sees('anyone of alice', FEED, { actor: alice.did })
    for (const filter of ['posts_with_replies', 'posts_no_replies', 'posts_with_media', 'posts_and_author_threads', 'posts_with_video']) {
      await alice.sees(`filtered: ${filter}`, FEED, { actor: alice.did, filter })
      await alice.sees(`of dan, filtered: ${filter}`, FEED, { actor: dan.did, filter })
    }
    await alice.sees('a filter that is none', FEED, { actor: alice.did, filter: 'posts_of_tuesday' })
  },

  async 'feeds that are not there'(w) {
    const { alice } = await w.accounts('alice')
    await alice.sees('empty', FEED, { actor: alice.did })
    await alice.sees('of a DID that is nobody', FEED, { actor: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa' })
    await alice.sees('of a handle that is nobody', FEED, { actor: 'nobody.invalid' })
    await alice.sees('of what is no actor', FEED, { actor: 'no actor' })
    await alice.sees('of none', FEED)
    await alice.sees('a cursor that is none', FEED, { actor: alice.did, cursor: 'nonsense' })
  },

  async 'threads of an author'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    const root = await alice.post('first of a thread')
    const second = await alice.reply('second of a thread', root)
    await alice.reply('third of a thread', second, root)
    const between = await bob.reply('bob comes between', second, root)
    await alice.reply('alice answers bob', between, root)
    await alice.sees('threads only', FEED, { actor: alice.did, filter: 'posts_and_author_threads' })
    await alice.sees('all', FEED, { actor: alice.did, filter: 'posts_with_replies' })
    await alice.sees('no replies', FEED, { actor: alice.did, filter: 'posts_no_replies' })
    await alice.removes(second)
    await alice.sees('the second is deleted', FEED, { actor: alice.did, filter: 'posts_and_author_threads' })
    await alice.removes(root)
    await alice.sees('the first is deleted', FEED, { actor: alice.did })
  },

  async 'a post that is pinned'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    const pinned = await alice.post('a pinned post')
    await alice.post('a newer post')
    await alice.post('the newest post')
    const ofBob = await bob.post('of bob')
    await alice.profile({ displayName: 'Alice', pinnedPost: pinned })
    await bob.sees('pinned', FEED, { actor: alice.did, includePins: true })
    await bob.sees('not asked for', FEED, { actor: alice.did })
    await bob.sees('pinned, without replies', FEED, { actor: alice.did, includePins: true, filter: 'posts_no_replies' })
    await bob.sees('pinned, with media', FEED, { actor: alice.did, includePins: true, filter: 'posts_with_media' })
    await bob.pages('pinned, by ones', FEED, { actor: alice.did, includePins: true, limit: 1 }, 'feed')
    await bob.sees('a profile says so', 'app.bsky.actor.getProfile', { actor: alice.did })
    await alice.profile({ displayName: 'Alice', pinnedPost: ofBob })
    await bob.sees('of somebody else', FEED, { actor: alice.did, includePins: true })
    await alice.profile({ displayName: 'Alice' })
    await bob.sees('no more', FEED, { actor: alice.did, includePins: true })
  },

  async 'a feed of who is taken down'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    await alice.post('of alice')
    const post = await alice.post('taken down')
    await bob.sees('before', FEED, { actor: alice.did })
    await w.takedown('a post', post)
    await bob.sees('without the post', FEED, { actor: alice.did })
    await w.takedown('the post is let be', post, false)
    await w.takedown('the account', alice)
    await bob.sees('of an account taken down', FEED, { actor: alice.did })
    await w.takedown('the account is let be', alice, false)
    await bob.sees('after', FEED, { actor: alice.did })
  },
}
