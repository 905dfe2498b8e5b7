// Another handle, another e-mail address, another password: what each answers, and that it holds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { BASE, eventually, freshHandle, signUp } from './stack.mjs'

const used = new Set()

/** The code of the next mail to an address. */
async function mailedCode(email) {
  const mail = await eventually('a mail', 10_000, async () => {
    const mails = await (await fetch(`${BASE}/_dev/mail`)).json()
    return mails.findLast(({ to, text }) => to === email && !used.has(text))
  })
  used.add(mail.text)
  const code = /\b[a-z2-7]{5}-[a-z2-7]{5}\b/.exec(mail.text)[0]
  assert.ok(mail.html.includes(code))
  return code
}

/** Asks and compares status and error name with what the official server says. */
async function refused(status, error, method, body, token) {
  const headers = { ...(body && { 'content-type': 'application/json' }), ...(token && { authorization: `Bearer ${token}` }) }
  const answer = await fetch(`${BASE}/xrpc/${method}`, { method: 'POST', headers, body: body && JSON.stringify(body) })
  const text = await answer.text()
  assert.equal(`${answer.status} ${JSON.parse(text).error}`, `${status} ${error}`, text)
}

test('another handle is the account\'s, and the old one free', async () => {
  const alice = await signUp('alice')
  const { did, session: { accessJwt, handle: old } } = alice
  const handle = freshHandle('alicia')
  await alice.com.atproto.identity.updateHandle({ handle })
  assert.equal((await alice.com.atproto.server.getSession()).data.handle, handle)
  const reader = new AtpAgent({ service: BASE })
  assert.equal((await reader.com.atproto.identity.resolveHandle({ handle })).data.did, did)
  const { data } = await reader.com.atproto.identity.resolveIdentity({ identifier: did })
  assert.deepEqual([data.handle, data.didDoc.alsoKnownAs], [handle, [`at://${handle}`]])
  await eventually('the profile\'s handle', 15_000, async () =>
    (await reader.getProfile({ actor: did })).data.handle === handle)

  const bob = await signUp('bob')
  await refused(400, 'InvalidRequest', 'com.atproto.identity.updateHandle', { handle }, bob.session.accessJwt)
  await refused(400, 'HandleNotAvailable', 'com.atproto.identity.updateHandle', { handle: 'admin.test' }, accessJwt)
  await refused(400, 'InvalidHandle', 'com.atproto.identity.updateHandle', { handle: 'al.test' }, accessJwt)
  await refused(400, 'InvalidHandle', 'com.atproto.identity.updateHandle', { handle: 'alice.onion' }, accessJwt)
  await refused(400, 'InvalidRequest', 'com.atproto.identity.updateHandle', { handle: 'not a handle' }, accessJwt)
  await refused(401, 'AuthMissing', 'com.atproto.identity.updateHandle', { handle })
  await bob.com.atproto.identity.updateHandle({ handle: old })
})

test('an address is confirmed, and changed by the token of a mail', async () => {
  const alice = await signUp('alice')
  const { session: { accessJwt } } = alice
  const { data: { email } } = await alice.com.atproto.server.getSession()
  await alice.com.atproto.server.requestEmailConfirmation()
  const token = await mailedCode(email)
  await refused(400, 'InvalidEmail', 'com.atproto.server.confirmEmail', { email: 'wrong@mail.test', token }, accessJwt)
  await refused(400, 'InvalidToken', 'com.atproto.server.confirmEmail', { email, token: 'aaaaa-bbbbb' }, accessJwt)
  await alice.com.atproto.server.confirmEmail({ email, token })
  assert.equal((await alice.com.atproto.server.getSession()).data.emailConfirmed, true)

  const other = `other-${email}`
  assert.equal((await alice.com.atproto.server.requestEmailUpdate()).data.tokenRequired, true)
  const change = await mailedCode(email)
  await refused(400, 'TokenRequired', 'com.atproto.server.updateEmail', { email: other }, accessJwt)
  await refused(400, 'InvalidToken', 'com.atproto.server.updateEmail', { email: other, token: 'aaaaa-bbbbb' }, accessJwt)
  await refused(400, 'InvalidRequest', 'com.atproto.server.updateEmail', { email: 'no address', token: change }, accessJwt)
  await alice.com.atproto.server.updateEmail({ email: other, token: change })
  const { data } = await alice.com.atproto.server.getSession()
  assert.deepEqual([data.email, data.emailConfirmed], [other, false])
  assert.equal((await alice.com.atproto.server.requestEmailUpdate()).data.tokenRequired, false)
  const bob = await signUp('bob')
  await refused(400, 'InvalidRequest', 'com.atproto.server.updateEmail', { email: other }, bob.session.accessJwt)
})

test('a forgotten password is replaced, and every session ends', async () => {
  const alice = await signUp('alice')
  const { did, session: { refreshJwt, handle: identifier } } = alice
  const { data: { email } } = await alice.com.atproto.server.getSession()
  const reader = new AtpAgent({ service: BASE })
  await eventually('a new second', 2_000, async () => Date.now() % 1000 > 900)
  await reader.com.atproto.server.requestPasswordReset({ email })
  const token = await mailedCode(email)
  await refused(400, 'InvalidToken', 'com.atproto.server.resetPassword', { token: 'aaaaa-bbbbb', password: 'another horse' })
  await refused(400, 'InvalidRequest', 'com.atproto.server.resetPassword', { token, password: 'x'.repeat(300) })
  await reader.com.atproto.server.resetPassword({ token, password: 'another horse' })
  await refused(400, 'InvalidToken', 'com.atproto.server.resetPassword', { token, password: 'a third horse' })
  await refused(401, 'AuthenticationRequired', 'com.atproto.server.createSession', { identifier, password: 'correct horse' })
  await refused(400, 'ExpiredToken', 'com.atproto.server.refreshSession', null, refreshJwt)
  await reader.login({ identifier, password: 'another horse' })
  assert.equal(reader.did, did)
})

test('who asks about an address that nobody has learns nothing', async () => {
  const answer = (email) => fetch(`${BASE}/xrpc/com.atproto.server.requestPasswordReset`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email }),
  })
  const alice = await signUp('alice')
  const { data: { email } } = await alice.com.atproto.server.getSession()
  const [known, unknown] = [await answer(email), await answer(`nobody-${email}`)]
  assert.deepEqual([known.status, await known.text()], [200, ''])
  assert.deepEqual([unknown.status, await unknown.text()], [200, ''])
})
