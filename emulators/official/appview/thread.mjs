// Conversations.
import { friends, selfLabels } from '../friends.mjs'

const THREAD = 'app.bsky.feed.getPostThread'

export const scenarios = {
  async 'the threads of four friends'(w) {
    const { alice, bob, carol, made } = await friends(w)
    await bob.sees('deep', THREAD, { uri: made.question.uri })
    await bob.sees('shallow', THREAD, { uri: made.question.uri, depth: 1 })
    await bob.sees('nothing below', THREAD, { uri: made.question.uri, depth: 0 })
    await bob.sees('from within', THREAD, { uri: made.fromBob.uri })
    await carol.sees('from the last', THREAD, { uri: made.thanks.uri })
    await carol.sees('one parent', THREAD, { uri: made.thanks.uri, parentHeight: 1 })
    await carol.sees('no parent', THREAD, { uri: made.thanks.uri, parentHeight: 0 })
    await w.anyone.sees('for anyone', THREAD, { uri: made.question.uri })
    await alice.sees('by a handle', THREAD, { uri: made.question.uri.replace(alice.did, alice.handle) })
  },

  async 'threads that are not there'(w) {
    const { alice } = await w.accounts('alice')
    await alice.sees('no post', THREAD, { uri: `at://${alice.did}/app.bsky.feed.post/3aaaaaaaaaaaa` })
    await alice.sees('nobody', THREAD, { uri: 'at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3aaaaaaaaaaaa' })
    await alice.sees('no URI', THREAD, { uri: 'nonsense' })
    await alice.sees('nothing', THREAD)
    await alice.sees('too deep', THREAD, { uri: `at://${alice.did}/app.bsky.feed.post/3aaaaaaaaaaaa`, depth: 1001 })
  },

  async 'the order of replies'(w) {
    const { alice, bob, carol, dan } = await w.accounts('alice', 'bob', 'carol', 'dan')
    const root = await alice.post('the root')
    const first = await bob.reply('the first reply', root)
    const second = await carol.reply('the second reply', root)
    const own = await alice.reply('a reply of the author', root)
    await dan.reply('the last reply', root)
    await dan.reply('below the first', first, root)
    await bob.like(second)
    await dan.like(second)
    await alice.like(own)
    for (const each of [alice, bob, dan, w.anyone]) await each.sees(each.name, THREAD, { uri: root.uri })
  },

  async 'a thread with holes'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const root = await alice.post('a root', selfLabels('self-label'))
    const reply = await bob.reply('a reply', root)
    const below = await carol.reply('below it', reply, root)
    await alice.sees('whole', THREAD, { uri: root.uri })
    await bob.removes(reply)
    await alice.sees('from the root, the reply deleted', THREAD, { uri: root.uri })
    await alice.sees('from below, the reply deleted', THREAD, { uri: below.uri })
    await alice.sees('the deleted one itself', THREAD, { uri: reply.uri })
    await alice.removes(root)
    await alice.sees('from below, both deleted', THREAD, { uri: below.uri })
    await alice.sees('the deleted root', THREAD, { uri: root.uri })
  },

  async 'replies of another root'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    const root = await alice.post('one root')
    const other = await alice.post('another root')
    const stray = await bob.reply('a stray reply', root, other)
    await bob.reply('a right reply', root)
    await alice.sees('the parent', THREAD, { uri: root.uri })
    await alice.sees('the other root', THREAD, { uri: other.uri })
    await alice.sees('the stray', THREAD, { uri: stray.uri })
  },

  async 'a thread in which the operator took something down'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const root = await alice.post('of alice')
    const reply = await bob.reply('of bob', root)
    const below = await carol.reply('of carol', reply, root)
    await w.takedown('bob', bob)
    await alice.sees('from the root', THREAD, { uri: root.uri })
    await alice.sees('from below', THREAD, { uri: below.uri })
    await alice.sees('the reply', THREAD, { uri: reply.uri })
  },

  async 'a thread whose root the operator took down'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const root = await alice.post('of alice')
    const reply = await bob.reply('of bob', root)
    const below = await carol.reply('of carol', reply, root)
    await w.takedown('the root', root)
    await bob.sees('the root is gone', THREAD, { uri: root.uri })
    await bob.sees('from below the root', THREAD, { uri: below.uri })
  },
}
