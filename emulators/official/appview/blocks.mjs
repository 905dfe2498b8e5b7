// Who has nothing to do with whom.
import { quoteOf } from '../friends.mjs'

const PROFILE = 'app.bsky.actor.getProfile'
const THREAD = 'app.bsky.feed.getPostThread'
const FEED = 'app.bsky.feed.getAuthorFeed'
const TIMELINE = 'app.bsky.feed.getTimeline'

/** Carol blocks dan; alice and bob look on. */
async function apart(w) {
  const people = await w.accounts('alice', 'bob', 'carol', 'dan')
  const { alice, bob, carol, dan } = people
  for (const other of [bob, carol, dan]) await alice.follow(other)
  await carol.follow(dan)
  await dan.follow(carol)
  const ofCarol = await carol.post('of carol')
  const ofDan = await dan.post('of dan')
  const answer = await dan.reply('dan answers carol', ofCarol)
  const quote = await dan.quote('dan quotes carol', ofCarol)
  await dan.like(ofCarol)
  await dan.repost(ofCarol)
  await bob.reply('bob answers dan', answer, ofCarol)
  const block = await carol.block(dan)
  return { ...people, ofCarol, ofDan, answer, quote, block }
}

export const scenarios = {
  async 'profiles of who is blocked'(w) {
    const { alice, carol, dan, block } = await apart(w)
    await carol.sees('carol of dan', PROFILE, { actor: dan.did })
    await dan.sees('dan of carol', PROFILE, { actor: carol.did })
    await alice.sees('alice of dan', PROFILE, { actor: dan.did })
    await dan.sees('several', 'app.bsky.actor.getProfiles', { actors: [carol.did, alice.did] })
    await carol.removes(block)
    await carol.sees('not any more', PROFILE, { actor: dan.did })
  },

  async 'threads across a block'(w) {
    const { alice, bob, carol, dan, ofCarol, answer, quote } = await apart(w)
    for (const each of [alice, bob, carol, dan, w.anyone]) await each.sees(`${each.name} from the root`, THREAD, { uri: ofCarol.uri })
    for (const each of [alice, carol, dan]) await each.sees(`${each.name} from the answer`, THREAD, { uri: answer.uri })
    for (const each of [alice, carol, dan]) await each.sees(`${each.name} of the quote`, THREAD, { uri: quote.uri })
  },

  async 'feeds across a block'(w) {
    const { alice, carol, dan, ofCarol, ofDan } = await apart(w)
    await carol.sees('carol of dan', FEED, { actor: dan.did })
    await dan.sees('dan of carol', FEED, { actor: carol.did })
    await alice.sees('alice of dan', FEED, { actor: dan.did })
    for (const each of [alice, carol, dan]) await each.sees(`timeline of ${each.name}`, TIMELINE)
    await carol.sees('posts for carol', 'app.bsky.feed.getPosts', { uris: [ofDan.uri, ofCarol.uri] })
    await dan.sees('posts for dan', 'app.bsky.feed.getPosts', { uris: [ofDan.uri, ofCarol.uri] })
    await carol.sees('likes for carol', 'app.bsky.feed.getLikes', { uri: ofCarol.uri })
    await dan.sees('likes for dan', 'app.bsky.feed.getLikes', { uri: ofCarol.uri })
    await carol.sees('notifications of carol', 'app.bsky.notification.listNotifications')
  },

  async 'follows across a block'(w) {
    const { alice, carol, dan } = await apart(w)
    for (const each of [alice, carol, dan]) {
      await each.sees(`${each.name}: whom dan follows`, 'app.bsky.graph.getFollows', { actor: dan.did })
      await each.sees(`${each.name}: who follows carol`, 'app.bsky.graph.getFollowers', { actor: carol.did })
      await each.sees(`${each.name}: whom alice follows`, 'app.bsky.graph.getFollows', { actor: alice.did })
    }
  },

  async 'a list of who is blocked'(w) {
    const { alice, bob, carol, dan } = await w.accounts('alice', 'bob', 'carol', 'dan')
    await alice.sees('nobody', 'app.bsky.graph.getBlocks')
    await alice.block(bob)
    const second = await alice.block(carol)
    await alice.block(dan)
    await alice.sees('three', 'app.bsky.graph.getBlocks')
    await alice.pages('by ones', 'app.bsky.graph.getBlocks', { limit: 1 }, 'blocks')
    await alice.removes(second)
    await alice.sees('two', 'app.bsky.graph.getBlocks')
    await bob.sees('bob blocks nobody', 'app.bsky.graph.getBlocks')
    await w.anyone.sees('anyone', 'app.bsky.graph.getBlocks')
  },

  async 'a quote of a quote across a block'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const first = await carol.post('of carol')
    const second = await bob.post('bob quotes carol', { embed: quoteOf(first) })
    const third = await alice.post('alice quotes bob', { embed: quoteOf(second) })
    await carol.block(alice)
    for (const each of [alice, bob, carol]) await each.sees(each.name, 'app.bsky.feed.getPosts', { uris: [third.uri, second.uri] })
  },
}
