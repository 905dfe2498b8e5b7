// Followers of somebody whom the viewer follows.
import { inAnyOrder } from '../world.mjs'

const KNOWN = 'app.bsky.graph.getKnownFollowers'
const PROFILE = 'app.bsky.actor.getProfile'

export const scenarios = {
  async 'followers one knows'(w) {
    const { alice, bob, carol, dan, eve } = await w.accounts('alice', 'bob', 'carol', 'dan', 'eve')
    for (const other of [bob, carol]) await alice.follow(other)
    for (const other of [bob, carol, dan]) await other.follow(eve)
    await alice.sees('two', KNOWN, { actor: eve.did }, inAnyOrder('followers'))
    await alice.sees('a profile says so', PROFILE, { actor: eve.did }, inAnyOrder('viewer.knownFollowers.followers'))
    await alice.sees('profiles say so', 'app.bsky.actor.getProfiles', { actors: [eve.did, bob.did] }, inAnyOrder('profiles.0.viewer.knownFollowers.followers'))
    await dan.sees('none', KNOWN, { actor: eve.did }, inAnyOrder('followers'))
    await dan.sees('a profile says none', PROFILE, { actor: eve.did }, inAnyOrder('viewer.knownFollowers.followers'))
    await eve.sees('of oneself', KNOWN, { actor: eve.did }, inAnyOrder('followers'))
    await alice.sees('by a handle', KNOWN, { actor: eve.handle }, inAnyOrder('followers'))
    await alice.sees('of nobody', KNOWN, { actor: 'nobody.invalid' })
    await w.anyone.sees('for anyone', KNOWN, { actor: eve.did }, inAnyOrder('followers'))
    await bob.block(alice)
    await alice.sees('one blocks the viewer', KNOWN, { actor: eve.did }, inAnyOrder('followers'))
    await alice.sees('a profile, one blocks', PROFILE, { actor: eve.did }, inAnyOrder('viewer.knownFollowers.followers'))
    await eve.block(carol)
    await alice.sees('one is blocked by whom they follow', KNOWN, { actor: eve.did }, inAnyOrder('followers'))
    await alice.sees('a profile, both apart', PROFILE, { actor: eve.did }, inAnyOrder('viewer.knownFollowers.followers'))
  },
}
