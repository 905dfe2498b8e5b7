// What plays of an account ends with a takedown or a deletion, at once, and comes back with the account.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { BASE, dev, eventually, finishedJob, postVideo, signUp, testVideo, uploadVideo } from './stack.mjs'

const operator = { authorization: `Basic ${Buffer.from('admin:local').toString('base64')}` }
const anybody = new AtpAgent({ service: BASE })
let alice, did, blob, addresses

async function update(subject, applied) {
  const begun = Date.now()
  await anybody.com.atproto.admin.updateSubjectStatus(
    { subject, takedown: { applied } },
    { headers: operator, encoding: 'application/json' },
  )
  console.log(`${applied ? 'taken down' : 'given back'} in ${Date.now() - begun} ms`)
}

const account = () => ({ $type: 'com.atproto.admin.defs#repoRef', did })
const video = () => ({ $type: 'com.atproto.admin.defs#repoBlobRef', did, cid: blob.ref.toString() })

async function statuses() {
  const found = []
  for (const address of addresses) {
    const response = await fetch(address)
    await response.arrayBuffer()
    found.push(response.status)
  }
  return found
}

async function plays(status) {
  assert.deepEqual(await statuses(), addresses.map(() => status))
}

async function getBlob() {
  const response = await fetch(`${BASE}/xrpc/com.atproto.sync.getBlob?did=${did}&cid=${blob.ref}`)
  const error = response.status === 200 ? '' : (await response.json()).error
  return [response.status, error]
}

async function purges(path) {
  return (await (await dev('purges')).json()).filter((purged) => purged === path).length
}

before(async () => {
  alice = await signUp('alice')
  did = alice.did
  const upload = await uploadVideo(alice, await testVideo(2, '360x640'))
  const job = await finishedJob(upload.body.jobId, 60_000)
  assert.equal(job.state, 'JOB_STATE_COMPLETED', JSON.stringify(job))
  blob = job.blob
  const { uri } = await postVideo(alice, blob, 'to be taken down')
  const view = await eventually('the post', 10_000, async () => (await alice.getPosts({ uris: [uri] })).data.posts[0]?.embed)
  const lines = async (address) => (await (await fetch(address)).text()).split('\n').filter((line) => line && !line.startsWith('#'))
  const variant = new URL((await lines(view.playlist))[0], view.playlist)
  const segment = new URL((await lines(variant))[0], variant)
  addresses = [view.playlist, variant.href, segment.href, view.thumbnail]
  await plays(200)
  assert.deepEqual(await getBlob(), [200, ''])
})

test('an account that is taken down plays no longer when the answer comes, and again when it is back', async () => {
  const before = await purges(`/vid/${did}/*`)
  await update(account(), true)
  await plays(410)
  assert.deepEqual(await getBlob(), [400, 'RepoTakendown'])
  assert.ok((await purges(`/vid/${did}/*`)) > before)
  await eventually('the purge that indexing asks for', 10_000, async () => (await purges(`/vid/${did}/*`)) >= before + 2)
  await plays(410)
  await update(account(), false)
  await plays(200)
  assert.deepEqual(await getBlob(), [200, ''])
})

test('so it is with one video', async () => {
  await update(video(), true)
  await plays(410)
  assert.deepEqual(await getBlob(), [400, 'BlobNotFound'])
  assert.equal(await purges(`/vid/${did}/${blob.ref}/*`), 1)
  const { data: down } = await anybody.com.atproto.admin.getSubjectStatus(
    { did, blob: blob.ref.toString() }, { headers: operator })
  assert.equal(down.takedown.applied, true)
  await update(account(), true)
  await update(account(), false)
  await plays(410)
  await update(video(), false)
  await plays(200)
  assert.deepEqual(await getBlob(), [200, ''])
})

test('a deleted account plays no longer', async () => {
  const before = await purges(`/vid/${did}/*`)
  const again = new AtpAgent({ service: BASE })
  await eventually('a new session', 5_000, () =>
    again.login({ identifier: did, password: 'correct horse' }).then(() => again.com.atproto.server.requestAccountDelete()).then(() => true, () => false))
  const { email } = (await again.com.atproto.server.getSession()).data
  const mail = await eventually('a mail', 10_000, async () =>
    (await (await dev('mail')).json()).findLast(({ to }) => to === email))
  const token = /\b[a-z2-7]{5}-[a-z2-7]{5}\b/.exec(mail.text)[0]
  await again.com.atproto.server.deleteAccount({ did, password: 'correct horse', token })
  await eventually('nothing played', 15_000, async () => (await statuses()).every((status) => status === 410))
  await eventually('a purge', 5_000, async () => (await purges(`/vid/${did}/*`)) > before)
})
