// Profiles.
import { friends, selfLabels } from '../friends.mjs'
import { png } from '../pictures.mjs'

const PROFILE = 'app.bsky.actor.getProfile'
const PROFILES = 'app.bsky.actor.getProfiles'

export const scenarios = {
  async 'profiles of four friends'(w) {
    const { alice, bob, carol, dan } = await friends(w)
    for (const each of [alice, bob, carol, dan]) await alice.sees(`alice of ${each.name}`, PROFILE, { actor: each.did })
    await bob.sees('bob of alice, by her handle', PROFILE, { actor: alice.handle })
    await bob.sees('in capitals', PROFILE, { actor: alice.handle.toUpperCase() })
    await w.anyone.sees('anyone of alice', PROFILE, { actor: alice.did })
    await alice.sees('several', PROFILES, { actors: [alice.did, bob.handle, carol.did, 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', 'nobody.invalid'] })
    await alice.sees('twice the same', PROFILES, { actors: [bob.did, bob.handle] })
    await w.anyone.sees('several for anyone', PROFILES, { actors: [dan.did, alice.did] })
    await alice.sees('26', PROFILES, { actors: Array.from({ length: 26 }, () => bob.did) })
    await alice.sees('of nobody', PROFILE, { actor: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa' })
    await alice.sees('of no handle', PROFILE, { actor: 'nobody.invalid' })
    await alice.sees('of no actor', PROFILE, { actor: 'no actor' })
    await alice.sees('of none', PROFILE)
  },

  async 'what a profile says'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    await bob.sees('nothing', PROFILE, { actor: alice.did })
    const picture = await alice.blob(png, 'image/png')
    await alice.profile({ displayName: 'Alice', description: 'all of it', avatar: picture, banner: picture, pronouns: 'she/her', website: 'https://example.com', ...selfLabels('self-label') })
    await bob.sees('everything', PROFILE, { actor: alice.did })
    await alice.profile({ displayName: '', description: '' })
    await bob.sees('empty texts', PROFILE, { actor: alice.did })
    await alice.profile(selfLabels('!no-unauthenticated'))
    await w.anyone.sees('for those who are signed in', PROFILE, { actor: alice.did })
    await alice.removes({ uri: `at://${alice.did}/app.bsky.actor.profile/self` })
    await bob.sees('nothing again', PROFILE, { actor: alice.did })
  },

  async 'a new handle'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    await alice.post('of alice')
    const handle = `new${w.word}.test`
    w.names.add(handle, 'new.test')
    await alice.call('com.atproto.identity.updateHandle', undefined, { handle })
    await bob.sees('by the new one', PROFILE, { actor: handle })
    await bob.sees('by the DID', PROFILE, { actor: alice.did })
    await bob.sees('by the old one', PROFILE, { actor: alice.handle })
    await bob.sees('in a feed', 'app.bsky.feed.getAuthorFeed', { actor: alice.did })
  },

  async 'a profile that is taken down'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    await bob.follow(alice)
    await w.takedown('alice', alice)
    await bob.sees('by the DID', PROFILE, { actor: alice.did })
    await bob.sees('by the handle', PROFILE, { actor: alice.handle })
    await bob.sees('among others', PROFILES, { actors: [alice.did, carol.did] })
    await bob.sees('still counted', PROFILE, { actor: bob.did })
    await w.takedown('alice is let be', alice, false)
    await bob.sees('is back', PROFILE, { actor: alice.did })
  },
}
