// An upload whose job cannot be read is given up, waits, and is made once when it is delivered again after the job was mended.
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { BASE, dev, eventually, finishedJob, signUp, testVideo } from '../tests/stack.mjs'
import { command, environment } from './runbook.mjs'

const GIVEN_UP = 60_000
const FUNCTION = { FUNCTION: 'media' }
/** Of the catalogue. */
const ATTEMPTS = 5

async function deadLetters() {
  const lines = (await command('dead-letter-replay', 'bin/replay-dead-letters "$FUNCTION"', FUNCTION)).split('\n')
  return lines.slice(0, -1).map((line) => {
    const [, id, attempts, replays] = /^(\S+) given up \S+ after (\d+) attempts, replayed (\d+) times before/.exec(line)
    return { id, attempts: Number(attempts), replays: Number(replays) }
  })
}

const givenUp = (replays) => eventually('the upload given up', GIVEN_UP, async () => {
  const list = await deadLetters()
  return list.length === 1 && list[0].replays === replays && list
})

describe('dead letters of media', () => {
  let alice, clip, cloud, jobId, state

  const job = async (init = {}, query = '') => {
    const root = `http://${cloud.FIRESTORE_EMULATOR_HOST}/v1/projects/${cloud.PROJECT}/databases/(default)/documents`
    const response = await fetch(`${root}/jobs/${jobId}${query}`, { ...init, headers: { authorization: 'Bearer owner', 'content-type': 'application/json' } })
    assert.equal(response.status, 200)
    return (await response.json()).fields
  }
  const become = (text) => job({ method: 'PATCH', body: JSON.stringify({ fields: { state: { stringValue: text } } }) }, '?updateMask.fieldPaths=state')

  before(async () => {
    cloud = await environment()
    ;[alice, clip] = await Promise.all([signUp('alice'), testVideo(1, '180x320')])
  })

  it('wait until somebody looks', async () => {
    const started = await (await fetch(`${BASE}/xrpc/app.tiktoktoe.video.startDirectUpload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alice.session.accessJwt}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sizeBytes: clip.length, mimeType: 'video/mp4' }),
    })).json()
    jobId = started.jobId
    state = (await job()).state.stringValue
    await become('NO_STATE_OF_OURS')
    const range = `bytes 0-${clip.length - 1}/${clip.length}`
    assert.equal((await fetch(started.uploadUrl, { method: 'PUT', headers: { 'content-range': range }, body: clip })).status, 200)
    const [{ attempts }] = await givenUp(0)
    assert.equal(attempts, ATTEMPTS)
  })

  it('come back while the cause is there', async () => {
    assert.equal(await command('dead-letter-replay', 'bin/replay-dead-letters "$FUNCTION" --confirm', FUNCTION), 'replayed 1 messages of media')
    const [{ attempts }] = await givenUp(1)
    assert.equal(attempts, ATTEMPTS)
    assert.equal((await job()).state.stringValue, 'NO_STATE_OF_OURS', 'nothing was done to the job')
  })

  it('become a video once the cause is mended', async () => {
    await become(state)
    assert.equal(await command('dead-letter-replay', 'bin/replay-dead-letters "$FUNCTION" --confirm', FUNCTION), 'replayed 1 messages of media')
    const done = await finishedJob(jobId, GIVEN_UP)
    assert.equal(done.state, 'JOB_STATE_COMPLETED', JSON.stringify(done))
    const cid = done.blob.ref.toString()
    assert.equal((await fetch(`${BASE}/vid/${alice.did}/${cid}/playlist.m3u8`)).status, 200)
    assert.deepEqual(await deadLetters(), [])
  })

  it('and only once, whatever is delivered again', async () => {
    const before = await job()
    assert.equal(before.attempts.integerValue, '1')
    const again = await (await dev('redeliver?times=2&shuffle=true', { method: 'POST' })).json()
    assert.ok(again.deliveries >= 2 && again.refused === 0, JSON.stringify(again))
    assert.deepEqual(await job(), before)
    assert.deepEqual(await deadLetters(), [])
  })
})
