// Who follows whom.
import { friends } from '../friends.mjs'

const FOLLOWS = 'app.bsky.graph.getFollows'
const FOLLOWERS = 'app.bsky.graph.getFollowers'
const RELATIONS = 'app.bsky.graph.getRelationships'

export const scenarios = {
  async 'follows of four friends'(w) {
    const { alice, bob, carol, dan } = await friends(w)
    for (const each of [alice, bob, carol, dan]) {
      await alice.sees(`whom ${each.name} follows`, FOLLOWS, { actor: each.did })
      await alice.sees(`who follows ${each.name}`, FOLLOWERS, { actor: each.did })
    }
    await bob.sees('by a handle', FOLLOWS, { actor: alice.handle })
    await alice.pages('followed, by ones', FOLLOWS, { actor: alice.did, limit: 1 }, 'follows')
    await alice.pages('followers, by ones', FOLLOWERS, { actor: alice.did, limit: 1 }, 'followers')
    await w.anyone.sees('followed, for anyone', FOLLOWS, { actor: alice.did })
    await w.anyone.sees('followers, for anyone', FOLLOWERS, { actor: alice.did })
    await alice.sees('followed by nobody', FOLLOWS, { actor: 'nobody.invalid' })
    await alice.sees('followers of nobody', FOLLOWERS, { actor: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa' })
    await alice.sees('followers of no actor', FOLLOWERS, { actor: 'no actor' })
  },

  async 'relations'(w) {
    const { alice, bob, carol, dan } = await friends(w)
    await carol.block(dan)
    await alice.sees('of alice', RELATIONS, { actor: alice.did, others: [bob.did, carol.did, dan.did] })
    await alice.sees('of dan', RELATIONS, { actor: dan.did, others: [alice.handle, bob.did, carol.did] })
    await w.anyone.sees('for anyone', RELATIONS, { actor: alice.did, others: [bob.did] })
    await alice.sees('to nobody', RELATIONS, { actor: alice.did, others: ['did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'] })
    await alice.sees('of nobody', RELATIONS, { actor: 'nobody.invalid', others: [alice.did] })
    await alice.sees('alone', RELATIONS, { actor: alice.did })
  },

  async 'follows that come and go'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const follow = await alice.follow(bob)
    await carol.follow(bob)
    await alice.follow(carol)
    await bob.sees('two followers', FOLLOWERS, { actor: bob.did })
    await alice.removes(follow)
    await bob.sees('one follower', FOLLOWERS, { actor: bob.did })
    await alice.sees('one followed', FOLLOWS, { actor: alice.did })
    await bob.sees('counted', 'app.bsky.actor.getProfile', { actor: bob.did })
    await alice.follow(bob)
    await alice.follow(bob)
    await alice.sees('twice the same', FOLLOWS, { actor: alice.did })
    await bob.sees('counted once', 'app.bsky.actor.getProfile', { actor: bob.did })
    await w.takedown('carol', carol)
    await bob.sees('a follower is taken down', FOLLOWERS, { actor: bob.did })
    await alice.sees('a followed one is taken down', FOLLOWS, { actor: alice.did })
    await bob.sees('whom she follows', FOLLOWS, { actor: carol.did })
  },
}
