// Finding accounts.
import { anything } from '../world.mjs'

const SEARCH = 'app.bsky.actor.searchActors'
const AHEAD = 'app.bsky.actor.searchActorsTypeahead'

export const scenarios = {
  async 'accounts are found'(w) {
    const { alice, bob, carol, dan } = await w.accounts('alice', 'bob', 'carol', 'dan')
    await bob.profile({ displayName: `Bob ${w.word}x`, description: 'hello' })
    await carol.profile({ displayName: `Carol ${w.word}x` })
    for (const [name, method] of [['search', SEARCH], ['while typing', AHEAD]]) {
      await alice.sees(`${name}: a whole handle`, method, { q: alice.handle })
      await alice.sees(`${name}: with an @`, method, { q: `@${alice.handle}` })
      await alice.sees(`${name}: a beginning of a handle`, method, { q: `dan${w.word.slice(0, -1)}` })
      await alice.sees(`${name}: a word of a name`, method, { q: `carol ${w.word}x` })
      await alice.sees(`${name}: in capitals`, method, { q: `CAROL ${w.word.toUpperCase()}X` })
      await alice.sees(`${name}: the old parameter`, method, { term: bob.handle })
      await alice.sees(`${name}: nobody`, method, { q: `${w.word}zzzzzz` })
      await alice.sees(`${name}: nothing`, method, { q: '' }, anything)
      await alice.sees(`${name}: no question`, method, {}, anything)
      await w.anyone.sees(`${name}: for anyone`, method, { q: bob.handle })
      await alice.sees(`${name}: one`, method, { q: bob.handle, limit: 1 })
    }
    await carol.block(alice)
    await alice.sees('search: carol blocks alice', SEARCH, { q: carol.handle })
    await alice.sees('while typing: carol blocks alice', AHEAD, { q: carol.handle })
    await w.takedown('dan', dan)
    await alice.sees('search: dan is taken down', SEARCH, { q: dan.handle })
    await alice.sees('while typing: dan is taken down', AHEAD, { q: dan.handle })
  },
}
