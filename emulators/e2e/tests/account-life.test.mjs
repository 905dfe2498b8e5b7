// An account goes away, comes back, is taken down, and is deleted; everybody else sees it happen.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { BASE, POST_CACHE_MS, eventually, signUp } from './stack.mjs'

const operator = { authorization: `Basic ${Buffer.from('admin:local').toString('base64')}` }

async function postShown(reader, uri) {
  return (await reader.getPosts({ uris: [uri] })).data.posts.length === 1
}

async function mailedCode(email) {
  const mail = await eventually('a mail', 10_000, async () => {
    const mails = await (await fetch(`${BASE}/_dev/mail`)).json()
    return mails.findLast(({ to }) => to === email)
  })
  return /\b[a-z2-7]{5}-[a-z2-7]{5}\b/.exec(mail.text)[0]
}

function takedown(did, applied) {
  return new AtpAgent({ service: BASE }).com.atproto.admin.updateSubjectStatus(
    { subject: { $type: 'com.atproto.admin.defs#repoRef', did }, takedown: { applied } },
    { headers: operator, encoding: 'application/json' },
  )
}

test('an account that is away is not seen until it is back', async () => {
  const [alice, bob] = await Promise.all([signUp('alice'), signUp('bob')])
  const { uri } = await alice.post({ text: 'hello', createdAt: new Date().toISOString() })
  await eventually('the post', 10_000, () => postShown(bob, uri))

  await alice.com.atproto.server.deactivateAccount({})
  assert.equal((await alice.com.atproto.server.getSession()).data.status, 'deactivated')
  await assert.rejects(alice.post({ text: 'no', createdAt: new Date().toISOString() }), { error: 'AccountDeactivated' })
  await eventually('the post hidden', POST_CACHE_MS + 5_000, async () => !(await postShown(bob, uri)))
  await assert.rejects(bob.getProfile({ actor: alice.did }))

  await alice.com.atproto.server.activateAccount()
  await eventually('the post again', POST_CACHE_MS + 5_000, () => postShown(bob, uri))
  assert.equal((await bob.getProfile({ actor: alice.did })).data.did, alice.did)
})

test('a takedown is obeyed at once and undone', async () => {
  const alice = await signUp('alice')
  const { did } = alice // the client forgets it with the session that a takedown ends
  const headers = { authorization: `Bearer ${alice.session.accessJwt}` }
  await takedown(did, true)
  const timeline = await fetch(`${BASE}/xrpc/app.bsky.feed.getTimeline`, { headers })
  assert.equal(timeline.status, 401)
  assert.equal((await timeline.json()).error, 'AccountTakedown')
  await assert.rejects(alice.post({ text: 'no', createdAt: new Date().toISOString() }), { error: 'AccountTakedown' })
  await takedown(did, false)
  // Tokens of the very second in which older ones were ended count as old, and the client drops their session.
  await eventually('a post by a new session', 5_000, async () => {
    const again = new AtpAgent({ service: BASE })
    await again.login({ identifier: did, password: 'correct horse' })
    return again.post({ text: 'back', createdAt: new Date().toISOString() }).catch((e) => {
      if (e.error !== 'ExpiredToken') throw e
    })
  })
})

test('a deleted account is gone and its handle free', async () => {
  const alice = await signUp('alice')
  const { did, handle, email } = (await alice.com.atproto.server.getSession()).data
  await alice.com.atproto.server.requestAccountDelete()
  const token = await mailedCode(email)
  await alice.com.atproto.server.deleteAccount({ did, password: 'correct horse', token })
  await assert.rejects(new AtpAgent({ service: BASE }).login({ identifier: did, password: 'correct horse' }))
  await eventually('the profile gone', 10_000, () => alice.getProfile({ actor: did }).then(() => false, () => true))
  const other = new AtpAgent({ service: BASE })
  await other.createAccount({ handle, email, password: 'another word' })
  assert.notEqual(other.did, did)
})
