// What a feed says about where a reply stands.
const FEED = 'app.bsky.feed.getAuthorFeed'
const TIMELINE = 'app.bsky.feed.getTimeline'

/** A conversation of three, four posts deep. */
async function conversation(w) {
  const people = await w.accounts('alice', 'bob', 'carol', 'dan')
  const { alice, bob, carol } = people
  const root = await alice.post('the root')
  const first = await bob.reply('the first', root)
  const second = await carol.reply('the second', first, root)
  const third = await bob.reply('the third', second, root)
  return { ...people, root, first, second, third }
}

export const scenarios = {
  async 'where a reply stands'(w) {
    const { alice, bob, carol, dan } = await conversation(w)
    for (const each of [alice, bob, carol]) await dan.sees(`of ${each.name}`, FEED, { actor: each.did })
    await w.anyone.sees('for anyone', FEED, { actor: bob.did })
    await dan.follow(bob)
    await dan.sees('in a timeline', TIMELINE)
  },

  async 'where a reply stood'(w) {
    const { bob, carol, dan, alice, root, first, second } = await conversation(w)
    await dan.follow(bob)
    await carol.removes(second)
    await dan.sees('the parent is deleted', FEED, { actor: bob.did })
    await bob.removes(first)
    await dan.sees('the grandparent, too', FEED, { actor: bob.did })
    await alice.removes(root)
    await dan.sees('the root, too', FEED, { actor: bob.did })
    await dan.sees('a timeline of that', TIMELINE)
  },

  async 'a parent by who is blocked'(w) {
    const { alice, bob, carol, dan } = await conversation(w)
    await dan.follow(bob)
    await dan.block(carol)
    await dan.sees('the parent', FEED, { actor: bob.did })
    await dan.sees('the parent in a timeline', TIMELINE)
    await alice.block(dan)
    await dan.sees('the root', FEED, { actor: bob.did })
    await dan.sees('the root in a timeline', TIMELINE)
  },

  async 'a reply between who block each other'(w) {
    const { alice, bob, carol, dan } = await conversation(w)
    await dan.follow(bob)
    await carol.block(bob)
    await dan.sees('parent and reply', FEED, { actor: bob.did })
    await dan.sees('in a timeline', TIMELINE)
    await alice.block(bob)
    await dan.sees('root and reply', FEED, { actor: bob.did })
  },

  async 'a repost of a reply'(w) {
    const { alice, carol, dan, third } = await conversation(w)
    await dan.follow(alice)
    await alice.repost(third)
    await dan.sees('in a timeline', TIMELINE)
    await dan.sees('in a feed', FEED, { actor: alice.did })
    await carol.block(dan)
    await dan.sees('the parent is by who blocks', TIMELINE)
  },

  async 'a reply of an account that is taken down'(w) {
    const { bob, carol, dan } = await conversation(w)
    await w.takedown('carol', carol)
    await dan.sees('the parent', FEED, { actor: bob.did })
  },
}
