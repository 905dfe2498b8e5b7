// What an account likes, which only itself may see.
import { friends } from '../friends.mjs'

const LIKED = 'app.bsky.feed.getActorLikes'

export const scenarios = {
  async 'what bob likes'(w) {
    const { alice, bob, carol, made } = await friends(w)
    await bob.sees('bob', LIKED, { actor: bob.did })
    await bob.sees('bob by his handle', LIKED, { actor: bob.handle })
    await bob.pages('by ones', LIKED, { actor: bob.did, limit: 1 }, 'feed')
    await alice.sees('alice of bob', LIKED, { actor: bob.did })
    await w.anyone.sees('anyone of bob', LIKED, { actor: bob.did })
    await bob.sees('of nobody', LIKED, { actor: 'nobody.invalid' })
    await bob.block(carol)
    await bob.sees('bob blocks carol', LIKED, { actor: bob.did })
    await alice.removes(made.question)
    await bob.sees('a post is deleted', LIKED, { actor: bob.did })
  },
}
