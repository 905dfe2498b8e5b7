// Whom one could follow.
import { friends } from '../friends.mjs'

export const scenarios = {
  async 'whom else to follow'(w) {
    const { alice, bob, carol, dan } = await friends(w)
    await alice.sees('by dan', 'app.bsky.graph.getSuggestedFollowsByActor', { actor: dan.did })
    await dan.sees('by alice', 'app.bsky.graph.getSuggestedFollowsByActor', { actor: alice.handle })
    await w.anyone.sees('for anyone', 'app.bsky.graph.getSuggestedFollowsByActor', { actor: bob.did })
    await alice.sees('by nobody', 'app.bsky.graph.getSuggestedFollowsByActor', { actor: 'nobody.invalid' })
    await carol.sees('too many', 'app.bsky.actor.getSuggestions', { limit: 101 })
  },
}
