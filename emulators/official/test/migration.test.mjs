// An account moves from the official server to another and back, whole, and also when the move is broken off.
// FROM and TO are `official` or `ours`; ours runs at BASE_URL.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { STEPS, faults, migrate, signedIn } from '../migrate.mjs'
import { freshHandle, home, seeded, signer, verified } from './accounts.mjs'
import { official, ours } from '../servers.mjs'

const TO = process.env.TO ?? (process.env.BASE_URL ? 'ours' : 'official')
let first, second

before(async () => {
  second = TO === 'ours' ? await ours() : await official()
  first = await official(second.plcUrl)
})

after(async () => {
  await first?.close()
  await second?.close()
})

function arrival(server, account) {
  const handle = freshHandle('moved')
  return { service: server.service, mailed: server.mailed, handle, email: `${handle}@mail.test`, password: 'battery staple', did: account.did }
}

/** Moves an account and checks all of it; returns the account as it is at its new home. */
async function moved(account, server, stops = []) {
  const plcUrl = first.plcUrl
  const to = arrival(server, account)
  const records = await verified(account.service, account.did, await signer(plcUrl, account.did))
  const preferences = (await (await signedIn(account)).app.bsky.actor.getPreferences()).data
  for (const stopAfter of stops) await migrate({ from: account, to, stopAfter })
  const move = await migrate({ from: account, to })

  assert.deepEqual(await faults(move), [])
  assert.equal(await home(plcUrl, account.did), new URL(server.service).origin)
  assert.deepEqual((await move.new.app.bsky.actor.getPreferences()).data, preferences)
  await blobsAre(account, to)
  if (server.isAppView) await seen(to, account)
  const { data: session } = await move.new.com.atproto.server.getSession()
  assert.equal(session.active, true)
  assert.equal(session.handle, to.handle)
  // The official server exports what was imported under the old signature, until the first commit of its own.
  const { uri, cid } = await move.new.post({ text: 'at home', createdAt: new Date().toISOString() })
  records.set(uri.slice(`at://${account.did}/`.length), cid)
  assert.deepEqual(sorted(await verified(to.service, account.did, await signer(plcUrl, account.did))), sorted(records))
  await assert.rejects(move.old.post({ text: 'gone', createdAt: new Date().toISOString() }), { error: 'AccountDeactivated' })
  return to
}

const sorted = (records) => [...records].sort()

/** What came with the account is seen by others, and nobody had to ask for it. */
async function seen(to, account) {
  const reader = new AtpAgent({ service: to.service })
  const posts = (await reader.com.atproto.repo.listRecords({ repo: account.did, collection: 'app.bsky.feed.post', limit: 100 })).data.records
  for (let i = 0; i < 300; i++) {
    const { data } = await reader.app.bsky.feed.getAuthorFeed({ actor: account.did, limit: 100 })
    if (data.feed.length === posts.length) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.fail('the posts of an account that moved in are not in its feed')
}

async function blobsAre(account, to) {
  const there = new AtpAgent({ service: to.service })
  const { data } = await there.com.atproto.sync.listBlobs({ did: account.did })
  assert.equal(data.cids.length, 3)
  for (const cid of data.cids) {
    const blob = await there.com.atproto.sync.getBlob({ did: account.did, cid })
    assert.ok(blob.data.length >= 1000)
  }
}

/** Deletes what the account left behind, so that it can come back. */
async function deletedAt(account) {
  const agent = await signedIn({ ...account, handle: account.did })
  await agent.com.atproto.server.requestAccountDelete()
  const token = await account.mailed(account.email)
  await agent.com.atproto.server.deleteAccount({ did: account.did, password: account.password, token })
}

test('an account moves there and back', async () => {
  const account = await seeded(first)
  const away = await moved(account, second)
  await deletedAt(account)
  await moved(away, first)
})

test('a move that is broken off after any step is taken up again', async () => {
  await moved(await seeded(first, 5), second, STEPS.slice(0, -1))
})

test('a move in that is broken off after any step is taken up again', async () => {
  await moved(await seeded(second, 5), first, STEPS.slice(0, -1))
})
