// What takes and what makes videos is killed again and again, at whatever step it happens to be: every job ends, what plays is whole, nothing else is left.
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { BASE, dev, eventually, signUp, sleep, testVideo } from '../tests/stack.mjs'
import { environment } from './runbook.mjs'

const KILLS = 50
const ACCOUNTS = 6
const CLIPS = 12
const OF_A_DAY = 25
const PAUSE_MS = 10_000
const GAP_MS = 3000
const ENDED_MS = 180_000
/** A second more than the `ORPHAN_GRACE_S` that the stack was started with. */
const GRACE_MS = 11_000
const PICTURES = ['preview.webp', 'sprite.jpg', 'sprite.vtt', 'thumbnail.jpg']

/** A client that does not give up: what fails is tried again, as long as the drill lasts. */
class Uploader {
  constructor(agent, clips) {
    this.agent = agent
    this.clips = clips
    this.broken = 0
  }

  async run(drill) {
    for (let i = 0; drill.goesOn && i < OF_A_DAY; i++) {
      const clip = this.clips[i % this.clips.length]
      await (i % 2 === 0 ? this.inOneRequest(clip) : this.inParts(clip, drill))
      await sleep(Math.random() * PAUSE_MS)
    }
  }

  /** Nobody knows whether it has come when the connection breaks: this one is not sent again. */
  async inOneRequest(clip) {
    await this.call('uploadVideo', { body: clip, type: 'video/mp4' }).catch(() => this.broken++)
  }

  async inParts(clip, drill) {
    const started = await this.persist(drill, 'startUpload', { json: { sizeBytes: clip.length, mimeType: 'video/mp4' } })
    if (!started) return
    await this.persist(drill, `uploadPart?jobId=${started.jobId}&partNumber=1`, { body: clip, type: 'application/octet-stream' })
    await this.persist(drill, 'finishUpload', { json: { jobId: started.jobId } })
  }

  async persist(drill, method, input) {
    while (drill.goesOn) {
      try {
        return await this.call(method, input)
      } catch (error) {
        // Sent twice, the second may find that the first one came, or that the sweep gave up.
        if (error.refusal) return undefined
        this.broken++
        await sleep(200)
      }
    }
    return undefined
  }

  async call(method, { json, body, type }) {
    const response = await fetch(`${BASE}/xrpc/app.bsky.video.${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.agent.session.accessJwt}`, 'content-type': type ?? 'application/json' },
      body: body ?? JSON.stringify(json),
    })
    const answer = await response.json()
    if (response.status === 200) return answer
    throw Object.assign(new Error(`${method}: ${response.status} ${answer.error}`), { refusal: response.status < 500 && answer.error !== 'UploadNotReady' })
  }
}

describe('videos whose workers are killed', () => {
  const uploaders = []
  let cloud

  const firestore = async (path) => {
    const root = `http://${cloud.FIRESTORE_EMULATOR_HOST}/v1/projects/${cloud.PROJECT}/databases/(default)/documents`
    const response = await fetch(`${root}/${path}`, { headers: { authorization: 'Bearer owner' } })
    return response.status === 404 ? undefined : response.json()
  }

  const jobs = async () => {
    const found = []
    for (let token = ''; ;) {
      const page = await firestore(`jobs?pageSize=300&pageToken=${token}`)
      for (const { name, fields } of page.documents ?? []) {
        const blob = fields.blob?.mapValue.fields
        found.push({ id: name.split('/').at(-1), did: fields.did.stringValue, state: fields.state.stringValue, cid: blob && (blob.cid ?? blob.ref).stringValue })
      }
      token = page.nextPageToken
      if (!token) return found.filter(({ did }) => uploaders.some(({ agent }) => agent.did === did))
    }
  }

  const objects = async (bucket, prefix) => {
    const names = []
    for (let token = ''; ;) {
      const query = new URLSearchParams({ prefix, maxResults: 1000, ...(token && { pageToken: token }) })
      const page = await (await fetch(`${cloud.STORAGE_URL}/storage/v1/b/${cloud.PROJECT}-${bucket}/o?${query}`)).json()
      names.push(...(page.items ?? []).map(({ name }) => name))
      token = page.nextPageToken
      if (!token) return names
    }
  }

  const ask = async (task) => {
    const topic = `${cloud.PUBSUB_URL}/v1/projects/${cloud.PROJECT}/topics/maintenance:publish`
    const data = Buffer.from(JSON.stringify(task)).toString('base64')
    const response = await fetch(topic, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ messages: [{ data }] }),
    })
    assert.equal(response.status, 200, task.task)
  }

  /** Everything that a folder's playlists name, by its path below the folder. */
  const named = async (folder) => {
    const lines = async (path) => {
      const response = await fetch(`${BASE}/${folder}${path}`)
      assert.equal(response.status, 200, folder + path)
      return (await response.text()).split('\n')
    }
    const found = ['playlist.m3u8', ...PICTURES]
    for (const variant of (await lines('playlist.m3u8')).filter((line) => line && !line.startsWith('#'))) {
      const at = variant.slice(0, variant.lastIndexOf('/') + 1)
      const playlist = await lines(variant)
      const files = playlist.flatMap((line) => /URI="([^"]+)"/.exec(line)?.[1] ?? (line && !line.startsWith('#') ? line : []))
      found.push(variant, ...files.map((file) => at + file))
    }
    return [...new Set(found)].sort()
  }

  before(async () => {
    cloud = await environment()
    for (let i = 0; i < ACCOUNTS; i++) uploaders.push(new Uploader(await signUp('uploader'), []))
    for (let i = 0; i < CLIPS; i++) {
      const clip = await testVideo(1, `${160 + 2 * i}x${284 + 2 * i}`)
      uploaders.forEach(({ clips }) => clips.push(clip))
    }
  })

  it('end, and what plays is whole', async () => {
    const drill = { goesOn: true }
    const running = uploaders.map((uploader) => uploader.run(drill))
    for (let kills = 0; kills < KILLS; kills++) {
      await sleep(Math.random() * GAP_MS)
      await dev(`kill?function=${Math.random() < 0.7 ? 'media' : 'video'}`, { method: 'POST' })
    }
    drill.goesOn = false
    await Promise.all(running)

    const ended = await eventually('the end of every job', ENDED_MS, async () => {
      await ask({ task: 'job-sweep' })
      await sleep(2000)
      const all = await jobs()
      return all.every(({ state }) => /COMPLETED|FAILED/.test(state)) && all
    })
    const completed = ended.filter(({ state }) => state === 'JOB_STATE_COMPLETED')
    const broken = uploaders.reduce((sum, uploader) => sum + uploader.broken, 0)
    console.log(`${KILLS} kills cut ${broken} requests; of ${ended.length} jobs ${completed.length} completed`)
    assert.ok(broken > 0 && completed.length > 0)

    for (const { did, cid } of completed) {
      const folder = `vid/${did}/${cid}/`
      const served = (await objects('media', folder)).map((name) => name.slice(folder.length))
      assert.deepEqual(served.sort(), await named(folder), folder)
    }
  })

  it('leave nothing that nobody needs', async () => {
    // What was written just now may still get its document.
    await sleep(GRACE_MS)
    const dids = uploaders.map(({ agent }) => agent.did)
    const left = async () => {
      const videos = (await Promise.all(dids.map((did) => objects('media', `vid/${did}/`)))).flat().map((name) => name.split('/'))
      const blobs = (await Promise.all(dids.map((did) => objects('blobs', `${did}/`)))).flat().map((name) => name.split('/'))
      const originals = (await Promise.all([...dids.map((did) => `${did}/`), 'parts/'].map((prefix) => objects('uploads', prefix)))).flat()
      const owners = new Set([...videos.map(([, did, cid]) => `${did} ${cid}`), ...blobs.map(([did, cid]) => `${did} ${cid}`)])
      const unowned = []
      for (const owner of owners) {
        const [did, cid] = owner.split(' ')
        if (!(await firestore(`repos/${did}/blobs/${cid}`))) unowned.push(owner)
      }
      return [...originals, ...unowned]
    }
    await eventually('empty shelves', 60_000, async () => {
      await ask({ task: 'orphan-sweep', all: true })
      await sleep(2000)
      const found = await left()
      return found.length === 0 || (console.log(`${found.length} left, ${found[0]}`), false)
    })
  })
})
