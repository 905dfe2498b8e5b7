// What somebody sees of whom they follow.
import { friends } from '../friends.mjs'

const TIMELINE = 'app.bsky.feed.getTimeline'

export const scenarios = {
  async 'the timelines of four friends'(w) {
    const people = await friends(w)
    for (const each of Object.values(people)) await each.sees(each.name, TIMELINE)
    await people.alice.sees('five only', TIMELINE, { limit: 5 })
    await people.alice.pages('by threes', TIMELINE, { limit: 3 }, 'feed')
    await people.alice.sees('by an algorithm', TIMELINE, { algorithm: 'reverse-chronological' })
  },

  async 'what a timeline is asked wrongly'(w) {
    const { alice } = await w.accounts('alice')
    await w.anyone.sees('by nobody', TIMELINE)
    await alice.sees('nothing yet', TIMELINE)
    await alice.sees('no posts at all', TIMELINE, { limit: 0 })
    await alice.sees('too many posts', TIMELINE, { limit: 101 })
    await alice.sees('a cursor that is none', TIMELINE, { cursor: 'nonsense' })
    await alice.sees('an empty cursor', TIMELINE, { cursor: '' })
  },

  async 'a timeline of what comes and goes'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const early = await bob.post('before alice follows')
    const followed = await alice.follow(bob)
    await bob.post('after alice follows')
    await alice.sees('both posts', TIMELINE)
    await bob.removes(early)
    await alice.sees('one is deleted', TIMELINE)
    const ofCarol = await carol.post('carol is not followed')
    const repost = await bob.repost(ofCarol)
    await alice.sees('a repost of a stranger', TIMELINE)
    await bob.removes(repost)
    await alice.sees('no repost any more', TIMELINE)
    await alice.repost(ofCarol)
    await alice.sees('an own repost', TIMELINE)
    await alice.post('an own post')
    await alice.sees('an own post', TIMELINE)
    await alice.removes(followed)
    await alice.sees('bob is not followed any more', TIMELINE)
  },

  async 'replies in a timeline'(w) {
    const { alice, bob, carol, dan } = await w.accounts('alice', 'bob', 'carol', 'dan')
    await alice.follow(bob)
    await alice.follow(carol)
    const root = await bob.post('a question of bob')
    const strange = await dan.post('a question of dan')
    await carol.reply('carol answers bob', root)
    await carol.reply('carol answers dan', strange)
    const answer = await dan.reply('dan answers bob', root)
    await bob.reply('bob answers dan', answer, root)
    const own = await alice.post('a question of alice')
    await dan.reply('dan answers alice', own)
    await bob.reply('bob answers alice', own)
    await bob.reply('bob goes on', root)
    await alice.sees('alice', TIMELINE)
    await bob.sees('bob', TIMELINE)
    await carol.sees('carol', TIMELINE)
    await dan.sees('dan', TIMELINE)
  },

  async 'a timeline without what the operator took down'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    await alice.follow(bob)
    await alice.follow(carol)
    await bob.post('of bob')
    const post = await carol.post('of carol')
    await bob.repost(post)
    await alice.sees('all', TIMELINE)
    await w.takedown('the operator takes a post down', post)
    await alice.sees('a post is taken down', TIMELINE)
    await w.takedown('the operator lets it be', post, false)
    await alice.sees('and is there again', TIMELINE)
    await w.takedown('the operator takes an account down', bob)
    await alice.sees('an account is taken down', TIMELINE)
    await w.takedown('the operator lets the account be', bob, false)
    await alice.sees('and is there again, too', TIMELINE)
  },
}
