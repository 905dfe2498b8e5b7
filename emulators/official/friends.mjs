// Four friends, what they say to each other and what they think of it: where most scenarios begin.

/** The accounts, with what they made in `made`. */
export async function friends(w) {
  const people = await w.accounts('alice', 'bob', 'carol', 'dan')
  const { alice, bob, carol, dan } = people
  await alice.profile({ displayName: 'Alice', description: 'the first of four' })
  await bob.profile({ displayName: 'Bob', description: 'hello, here is bob' })
  for (const [one, other] of [[alice, bob], [alice, carol], [alice, dan], [carol, alice], [bob, alice], [bob, carol], [dan, bob]]) {
    await one.follow(other)
  }
  const first = await alice.post('alice says good morning', selfLabels('self-label'))
  const langs = await bob.post('bob speaks two languages', { langs: ['en-US', 'de'] })
  const quoting = await carol.quote('carol quotes bob', langs)
  const plain = await dan.post('dan is here')
  const mention = await dan.post('hello alice, says dan', { facets: [mentionOf(alice, 6, 11)], embed: quoteOf(quoting) })
  const question = await alice.post('alice asks')
  const later = await bob.post('bob has more to say', { tags: ['more'] })
  const deep = await alice.quote('alice quotes dan', mention)
  for (const [who, what] of [[bob, question], [bob, deep], [carol, question], [carol, deep], [dan, question], [alice, quoting], [bob, quoting]]) {
    await who.like(what)
  }
  await w.settled()
  const fromBob = await bob.reply('bob answers', question)
  const fromCarol = await carol.reply('carol answers', question)
  await w.settled()
  const thanks = await alice.reply('alice thanks bob', fromBob, question)
  await carol.repost(mention)
  await dan.repost(question)
  await dan.repost(thanks)
  Object.defineProperty(people, 'made', { value: { first, langs, quoting, plain, mention, question, later, deep, fromBob, fromCarol, thanks } })
  return people
}

export const quoteOf = (record) => ({ $type: 'app.bsky.embed.record', record })

export const selfLabels = (...values) => ({
  labels: { $type: 'com.atproto.label.defs#selfLabels', values: values.map((val) => ({ val })) },
})

export const mentionOf = (actor, byteStart, byteEnd) => ({
  index: { byteStart, byteEnd },
  features: [{ $type: 'app.bsky.richtext.facet#mention', did: actor.did }],
})
