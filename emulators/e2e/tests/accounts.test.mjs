// Accounts and sessions through the official client.
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { BASE, freshHandle, refusal, signUp } from './stack.mjs'

const session = (agent) => agent.session

describe('accounts', () => {
  let alice
  before(async () => {
    alice = await signUp('alice')
  })

  it('describes the server', async () => {
    const { data } = await new AtpAgent({ service: BASE }).com.atproto.server.describeServer()
    assert.deepEqual(data.availableUserDomains, ['.test'])
    assert.match(data.did, /^did:web:/)
    const health = await (await fetch(`${BASE}/xrpc/_health`)).json()
    assert.match(health.version, /^\d/)
  })

  it('sign in by handle, DID and e-mail', async () => {
    for (const identifier of [session(alice).handle, alice.did, session(alice).email]) {
      const agent = new AtpAgent({ service: BASE })
      const { data } = await agent.login({ identifier, password: 'correct horse' })
      assert.equal(data.did, alice.did)
      assert.equal(data.active, true)
    }
  })

  it('have a DID document that leads here and back', async () => {
    const { data } = await alice.com.atproto.identity.resolveHandle({ handle: session(alice).handle })
    assert.equal(data.did, alice.did)
    const { data: repo } = await alice.com.atproto.repo.describeRepo({ repo: alice.did })
    assert.equal(repo.handleIsCorrect, true)
    assert.equal(repo.didDoc.id, alice.did)
    assert.equal(repo.didDoc.service[0].serviceEndpoint, BASE)
    const { data: server } = await alice.com.atproto.server.describeServer()
    const wellKnown = await fetch(`${BASE}/.well-known/did.json`)
    assert.equal((await wellKnown.json()).id, server.did)
  })

  it('refresh, race and sign out', async () => {
    const agent = new AtpAgent({ service: BASE })
    await agent.login({ identifier: alice.did, password: 'correct horse' })
    const { refreshJwt } = session(agent)
    const refresh = async () => {
      const response = await fetch(`${BASE}/xrpc/com.atproto.server.refreshSession`, {
        method: 'POST', headers: { authorization: `Bearer ${refreshJwt}` },
      })
      assert.equal(response.status, 200)
      return JSON.parse(Buffer.from((await response.json()).refreshJwt.split('.')[1], 'base64url')).jti
    }
    const [one, two] = await Promise.all([refresh(), refresh()])
    assert.equal(one, two, 'racing refreshes get the same successor')
    await agent.logout()
    const gone = await fetch(`${BASE}/xrpc/com.atproto.server.refreshSession`, {
      method: 'POST', headers: { authorization: `Bearer ${refreshJwt}` },
    })
    assert.ok(gone.status === 400 || gone.status === 401)
  })

  it('keep preferences', async () => {
    const preferences = [{ $type: 'app.bsky.actor.defs#adultContentPref', enabled: false }]
    await alice.app.bsky.actor.putPreferences({ preferences })
    const { data } = await alice.app.bsky.actor.getPreferences()
    assert.deepEqual(data.preferences, preferences)
  })

  it('change their profile and see it', async () => {
    await alice.upsertProfile(() => ({ displayName: 'Alice', description: 'films things' }))
    for (let i = 0; i < 40; i++) {
      const { data } = await alice.getProfile({ actor: alice.did })
      if (data.displayName === 'Alice') return
      await new Promise((r) => setTimeout(r, 50))
    }
    assert.fail('the profile was not shown within 2 s')
  })

  it('are refused with the protocol\'s names', async () => {
    const agent = new AtpAgent({ service: BASE })
    const create = (input) => () =>
      agent.com.atproto.server.createAccount({ email: 'x@mail.test', password: 'correct horse', ...input })
    assert.deepEqual(await refusal(() => agent.login({ identifier: alice.did, password: 'wrong' })), [401, 'AuthenticationRequired'])
    assert.deepEqual(await refusal(() => agent.login({ identifier: 'nobody.test', password: 'wrong' })), [401, 'AuthenticationRequired'])
    assert.deepEqual(await refusal(create({ handle: session(alice).handle })), [400, 'InvalidRequest'])
    assert.deepEqual(await refusal(create({ handle: freshHandle('carol').replace('.test', '.example.com') })), [400, 'UnsupportedDomain'])
    assert.deepEqual(await refusal(create({ handle: 'x.test' })), [400, 'InvalidHandle'])
    assert.deepEqual(await refusal(create({ handle: freshHandle('carol'), password: 'p'.repeat(73) })), [400, 'InvalidPassword'])
    assert.deepEqual(await refusal(create({ handle: freshHandle('carol'), email: session(alice).email })), [400, 'InvalidRequest'])
  })

  it('refuse forged and foreign tokens', async () => {
    const call = async (token) => {
      const response = await fetch(`${BASE}/xrpc/com.atproto.server.getSession`, { headers: { authorization: `Bearer ${token}` } })
      return [response.status, (await response.json()).error]
    }
    const [header, payload, signature] = session(alice).accessJwt.split('.')
    const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = JSON.parse(Buffer.from(payload, 'base64url'))
    assert.deepEqual(await call(`${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`), [400, 'InvalidToken'])
    assert.deepEqual(await call(`${header}.${encode({ ...claims, sub: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz' })}.${signature}`), [400, 'InvalidToken'])
    assert.deepEqual(await call(session(alice).refreshJwt), [400, 'InvalidToken'])
    assert.deepEqual(await call('garbage'), [400, 'InvalidToken'])
  })
})
