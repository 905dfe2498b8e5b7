// Every secret is rotated on the running stack: nobody is signed out, nothing restarts.
import assert from 'node:assert/strict'
import { createPublicKey, ECDH, verify } from 'node:crypto'
import { before, describe, it } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { BASE, dev, eventually, signUp } from './stack.mjs'

const SECRETS = ['session-verification-keys', 'session-signing-key', 'plc-rotation-key', 'account-key-encryption', 'dpop-nonce-keys']
const header = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url'))

async function login(identifier) {
  const agent = new AtpAgent({ service: BASE })
  await agent.login({ identifier, password: 'correct horse' })
  return agent
}

/** What each notice of `secret` came to so far, the first one first. */
async function outcomes(secret) {
  const { lines } = await (await dev('logs?limit=20000')).json()
  return lines
    .filter((line) => line.message === 'secret rotation' && line.secret === secret)
    .map((line) => line.outcome)
}

function base58(text) {
  const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  const number = [...text].reduce((sum, letter) => sum * 58n + BigInt(letters.indexOf(letter)), 0n)
  const hex = number.toString(16)
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
}

/** Whether the account's own key, as its DID document has it, signed a service token just now. */
async function signsWithItsKey(agent) {
  const { data: repo } = await agent.com.atproto.repo.describeRepo({ repo: agent.did })
  const multikey = base58(repo.didDoc.verificationMethod[0].publicKeyMultibase.slice(1))
  assert.deepEqual([...multikey.subarray(0, 2)], [0xe7, 0x01], 'a k256 key')
  const point = ECDH.convertKey(multikey.subarray(2), 'secp256k1', undefined, undefined, 'uncompressed')
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC', crv: 'secp256k1',
      x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url'),
    },
  })
  const { data } = await agent.com.atproto.server.getServiceAuth({
    aud: 'did:web:elsewhere.test', lxm: 'com.atproto.repo.getRecord', exp: Math.floor(Date.now() / 1000) + 60,
  })
  const [head, payload, signature] = data.token.split('.')
  return verify('sha256', Buffer.from(`${head}.${payload}`),
    { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
}

describe('a rotation of every secret', () => {
  let old
  let post
  let kid
  before(async () => {
    old = await signUp('old')
    post = await old.post({ text: 'before' })
    kid = header(old.session.accessJwt).kid
    for (const secret of SECRETS) {
      const seen = (await outcomes(secret)).length
      await dev(`rotate?secret=${secret}`, { method: 'POST' })
      await eventually(`the rotation of ${secret}`, 15000, async () => (await outcomes(secret)).length > seen)
    }
  })

  it('adds versions', async () => {
    for (const secret of SECRETS.slice(1)) assert.equal((await outcomes(secret))[0], 'ROTATED', secret)
  })

  it('refuses a secret that there is not', async () => {
    await assert.rejects(dev('rotate?secret=stranger', { method: 'POST' }), /400/)
  })

  it('gives new tokens another key', async () => {
    await eventually('tokens of the new key', 15000, async () =>
      header((await login(old.did)).session.accessJwt).kid !== kid)
  })

  it('leaves tokens of the old key good, for every function that reads them', async () => {
    assert.equal(header(old.session.accessJwt).kid, kid)
    assert.equal((await old.com.atproto.server.getSession()).data.did, old.did)
    await old.getTimeline()
    await old.listNotifications()
    await old.app.bsky.video.getUploadLimits()
    const fresh = await login(old.did)
    assert.equal((await fresh.com.atproto.server.getSession()).data.did, old.did)
    await fresh.getTimeline()
    await fresh.listNotifications()
    await fresh.app.bsky.video.getUploadLimits()
  })

  it('leaves refresh tokens of the old key good', async () => {
    const response = await fetch(`${BASE}/xrpc/com.atproto.server.refreshSession`, {
      method: 'POST', headers: { authorization: `Bearer ${old.session.refreshJwt}` },
    })
    assert.equal(response.status, 200)
    const { accessJwt, refreshJwt } = await response.json()
    assert.notEqual(header(accessJwt).kid, kid)
    assert.notEqual(header(refreshJwt).kid, kid)
  })

  it('leaves the accounts of before able to post and to sign', async () => {
    const after = await old.post({ text: 'after' })
    const { data } = await old.com.atproto.repo.listRecords({ repo: old.did, collection: 'app.bsky.feed.post' })
    assert.deepEqual(data.records.map((record) => record.uri).sort(), [post.uri, after.uri].sort())
    assert.ok(await signsWithItsKey(old))
  })

  it('takes new accounts, which post and sign', async () => {
    const young = await signUp('young')
    assert.notEqual(header(young.session.accessJwt).kid, kid)
    await young.post({ text: 'hello' })
    assert.ok(await signsWithItsKey(young))
  })

  it('is not done again by the same notice', async () => {
    for (const secret of SECRETS.slice(1)) {
      const seen = (await outcomes(secret)).length
      await dev(`rotate?secret=${secret}`, { method: 'POST' })
      await eventually(`the notice of ${secret}`, 15000, async () => (await outcomes(secret)).length > seen)
      assert.equal((await outcomes(secret)).at(-1), 'RECENT', secret)
    }
  })
})
