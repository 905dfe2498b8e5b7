// A video comes in three ways, whole or abandoned and taken up again, and up to the largest size; its account knows before what it may send.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { before, describe, it } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { environment } from '../drills/runbook.mjs'
import { BASE, decodedFrames, eventually, ffmpeg, finishedJob, postVideo, signUp } from './stack.mjs'

const OF_A_DAY = { videos: 25, bytes: 10_000_000_000 }
const MAX_BYTES = 300_000_000
const CHUNK = 256 * 1024
const STATES = ['CREATED', 'ENCODING', 'ENCODED', 'SCANNING', 'SCANNED', 'UPLOADING', 'UPLOADED', 'COMPLETED'].map((state) => `JOB_STATE_${state}`)

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

/** A small picture at `megabits` a second: what the picture does not need is filled up, which costs nobody much to write or to read. */
function clip(duration, megabits, hue) {
  return ffmpeg('clip.mp4',
    '-f', 'lavfi', '-i', `testsrc2=size=360x640:rate=30:duration=${duration},hue=h=${hue}`,
    '-f', 'lavfi', '-i', `sine=frequency=440:duration=${duration}`,
    '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p',
    '-b:v', `${megabits}M`, '-minrate', `${megabits}M`, '-maxrate', `${megabits}M`, '-bufsize', `${megabits}M`,
    '-x264-params', 'nal-hrd=cbr:force-cfr=1', '-c:a', 'aac', '-shortest')
}

/** What the lexicons of uploads in parts say, for an account or for whoever has its service token. */
class Uploader {
  constructor(token) {
    this.token = token
  }

  static of(agent) {
    return new Uploader(agent.session.accessJwt)
  }

  /** With a token as the official app asks for it. */
  static async ofService(agent) {
    const { data: server } = await agent.com.atproto.server.describeServer()
    const exp = Math.floor(Date.now() / 1000) + 30 * 60
    const { data } = await agent.com.atproto.server.getServiceAuth({ aud: server.did, lxm: 'com.atproto.repo.uploadBlob', exp })
    return new Uploader(data.token)
  }

  async send(method, init = {}, nsid = `app.bsky.video.${method}`) {
    const response = await fetch(`${BASE}/xrpc/${nsid}`, {
      ...init, headers: { authorization: `Bearer ${this.token}`, ...init.headers },
    })
    return { status: response.status, ...(await response.json()) }
  }

  async post(method, json, nsid) {
    return this.send(method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }, nsid)
  }

  async start(video) {
    const started = await this.post('startUpload', { sizeBytes: video.length, mimeType: 'video/mp4' })
    assert.equal(started.status, 200, JSON.stringify(started))
    return started
  }

  part(video, { jobId, partSizeBytes }, number) {
    const body = video.subarray((number - 1) * partSizeBytes, number * partSizeBytes)
    return this.send(`uploadPart?jobId=${jobId}&partNumber=${number}`, {
      method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body,
    })
  }

  /** Sends half of a part and is gone. */
  abandon(video, { jobId, partSizeBytes }, number) {
    const body = video.subarray((number - 1) * partSizeBytes, number * partSizeBytes)
    return new Promise((resolve, reject) => {
      const half = request(`${BASE}/xrpc/app.bsky.video.uploadPart?jobId=${jobId}&partNumber=${number}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/octet-stream', 'content-length': body.length },
      })
      half.on('response', () => reject(new Error('it was answered')))
      half.on('error', () => resolve())
      half.write(body.subarray(0, body.length / 2), () => half.destroy(new Error('gone')))
    })
  }

  /** Whatever is missing, four parts at a time, and the end; returns the job's name. */
  async goOn(video, jobId) {
    const status = await this.send(`getUploadStatus?jobId=${jobId}`)
    const missing = []
    for (let number = 1; number <= status.partCount; number++) {
      if (!status.receivedParts.includes(number)) missing.push(number)
    }
    const sent = missing.length
    const worker = async () => {
      for (let number; (number = missing.shift());) {
        const answer = await this.part(video, status, number)
        assert.equal(answer.status, 200, JSON.stringify(answer))
      }
    }
    await Promise.all([worker(), worker(), worker(), worker()])
    const finished = await this.post('finishUpload', { jobId })
    assert.equal(finished.status, 200, JSON.stringify(finished))
    return { sent, finished }
  }
}

async function limits(agent) {
  const { data } = await agent.app.bsky.video.getUploadLimits()
  return data
}

/** What is stored of an account, by our own method. */
async function stored(agent) {
  const { storedBlobs, storedBytes } = await Uploader.of(agent).send('', {}, 'app.tiktoktoe.repo.getUploadLimits')
  return { storedBlobs, storedBytes }
}

async function completed(jobId, ms = 120_000) {
  const job = await finishedJob(jobId, ms)
  assert.equal(job.state, 'JOB_STATE_COMPLETED', JSON.stringify(job))
  return job
}

async function served(agent, blob) {
  const { uri } = await postVideo(agent, blob, 'three ways')
  return eventually('the post', 10_000, async () => (await agent.getPosts({ uris: [uri] })).data.posts[0]?.embed)
}

async function file(name, playlist, type) {
  const response = await fetch(new URL(name, playlist))
  assert.equal(response.status, 200, name)
  assert.equal(response.headers.get('content-type').split(';')[0], type)
  return Buffer.from(await response.arrayBuffer())
}

/** The frames of a rendition, all of them decoded. */
async function frames(master) {
  const lines = async (address) => (await (await fetch(address)).text()).split('\n')
  const variant = new URL((await lines(master)).find((line) => line && !line.startsWith('#')), master)
  const playlist = await lines(variant)
  const names = [/URI="([^"]+)"/.exec(playlist.find((line) => line.startsWith('#EXT-X-MAP')))[1], ...playlist.filter((line) => line && !line.startsWith('#'))]
  const parts = []
  for (const name of names) parts.push(Buffer.from(await (await fetch(new URL(name, variant))).arrayBuffer()))
  return decodedFrames(Buffer.concat(parts), 'mp4')
}

describe('a video of 3 s comes', () => {
  let alice, first, sent = 0
  const blobs = []

  before(async () => {
    alice = await signUp('alice')
  })

  it('within limits that are told before', async () => {
    assert.deepEqual(await limits(alice), { canUpload: true, remainingDailyVideos: OF_A_DAY.videos, remainingDailyBytes: OF_A_DAY.bytes })
    assert.deepEqual(await stored(alice), { storedBlobs: 0, storedBytes: 0 })
  })

  it('in one request, and tells how far it is', async () => {
    first = await clip(3, 4, 0)
    sent += first.length
    const { data } = await alice.app.bsky.video.uploadVideo(first, { encoding: 'video/mp4' })
    const anybody = new AtpAgent({ service: BASE })
    const seen = []
    const job = await eventually('the end of the job', 120_000, async () => {
      const { jobStatus } = (await anybody.app.bsky.video.getJobStatus({ jobId: data.jobStatus.jobId })).data
      seen.push(jobStatus)
      return jobStatus.state === 'JOB_STATE_COMPLETED' && jobStatus
    })
    const order = seen.map(({ state }) => STATES.indexOf(state))
    assert.ok(!order.includes(-1), JSON.stringify(seen.at(order.indexOf(-1))))
    assert.deepEqual(order, order.toSorted((a, b) => a - b))
    assert.ok(seen.some(({ state }) => state === 'JOB_STATE_ENCODING'), 'it was never seen to be worked on')
    assert.ok(seen.every(({ progress }) => progress >= 0 && progress <= 100))
    blobs.push(job.blob)
  })

  it('in parts, from a client that is gone in the middle and one that goes on', async () => {
    const video = await clip(3, 70, 90)
    sent += video.length
    const client = Uploader.of(alice)
    const started = await client.start(video)
    assert.equal(started.partCount, Math.ceil(video.length / started.partSizeBytes))
    assert.ok(started.partCount >= 3, `${started.partCount} parts`)
    assert.equal((await client.part(video, started, 2)).status, 200)
    await client.abandon(video, started, 1)

    const second = await Uploader.ofService(alice)
    const status = await second.send(`getUploadStatus?jobId=${started.jobId}`)
    assert.equal(status.state, 'created')
    assert.deepEqual(status.receivedParts, [2])
    assert.deepEqual(await second.post('finishUpload', { jobId: started.jobId }).then(({ status: code, error }) => [code, error]), [400, 'MissingParts'])
    const { sent: parts, finished } = await second.goOn(video, started.jobId)
    assert.equal(parts, started.partCount - 1)
    assert.equal(finished.completedJobId, started.jobId)
    const again = await second.post('finishUpload', { jobId: started.jobId })
    assert.equal(again.completedJobId, started.jobId)
    assert.equal((await second.send(`getUploadStatus?jobId=${started.jobId}`)).state, 'completed')
    assert.equal((await second.part(video, started, 1)).error, 'UploadAlreadyCompleted')
    blobs.push((await completed(started.jobId)).blob)
  })

  it('straight into the bucket, in two pieces', async () => {
    const video = await clip(3, 4, 180)
    sent += video.length
    const uploader = Uploader.of(alice)
    const started = await uploader.post('', { sizeBytes: video.length, mimeType: 'video/mp4' }, 'app.tiktoktoe.video.startDirectUpload')
    assert.equal(started.status, 200, JSON.stringify(started))
    const put = (from, to, total) => fetch(started.uploadUrl, {
      method: 'PUT', headers: { 'content-range': `bytes ${from}-${to - 1}/${total}` }, body: video.subarray(from, to), redirect: 'manual',
    })
    assert.equal((await put(0, CHUNK, '*')).status, 308)
    assert.equal((await uploader.send(`getUploadStatus?jobId=${started.jobId}`)).state, 'created')
    const asked = await fetch(started.uploadUrl, { method: 'PUT', headers: { 'content-range': `bytes */${video.length}` }, redirect: 'manual' })
    assert.equal(asked.headers.get('range'), `bytes=0-${CHUNK - 1}`)
    assert.equal((await put(CHUNK, video.length, video.length)).status, 200)
    blobs.push((await completed(started.jobId)).blob)
    assert.equal((await uploader.send(`getUploadStatus?jobId=${started.jobId}`)).state, 'completed')
  })

  it('again, and is known: nothing is stored or made', async () => {
    sent += first.length
    const { data } = await alice.app.bsky.video.uploadVideo(first, { encoding: 'video/mp4' })
    assert.equal(data.jobStatus.state, 'JOB_STATE_COMPLETED')
    assert.equal(data.jobStatus.error, 'already_exists')
    assert.equal(data.jobStatus.blob.ref.toString(), blobs[0].ref.toString())
    assert.equal((await completed(data.jobStatus.jobId)).blob.ref.toString(), blobs[0].ref.toString())
  })

  it('or is given up, and leaves nothing', async () => {
    const video = Buffer.alloc(100)
    const uploader = Uploader.of(alice)
    const started = await uploader.start(video)
    assert.equal((await uploader.part(video, started, 1)).status, 200)
    assert.equal((await limits(alice)).remainingDailyVideos, OF_A_DAY.videos - 5)
    assert.equal((await uploader.post('abortUpload', { jobId: started.jobId })).state, 'aborted')
    assert.equal((await uploader.part(video, started, 1)).error, 'UploadAborted')
    assert.equal((await uploader.post('finishUpload', { jobId: started.jobId })).error, 'UploadAborted')
    assert.equal((await finishedJob(started.jobId)).state, 'JOB_STATE_FAILED')
  })

  it('and the limits and what is stored are true afterwards', async () => {
    assert.deepEqual(await limits(alice), {
      canUpload: true, remainingDailyVideos: OF_A_DAY.videos - 4, remainingDailyBytes: OF_A_DAY.bytes - sent,
    })
    assert.deepEqual(await stored(alice), { storedBlobs: 3, storedBytes: blobs.reduce((sum, { size }) => sum + size, 0) })
  })

  it('into buckets that show nothing without a signature', async () => {
    const { STORAGE_URL: storage, PROJECT: project } = await environment()
    const object = `${alice.did}/${blobs[0].ref}`
    const known = await fetch(`${storage}/storage/v1/b/${project}-blobs/o/${encodeURIComponent(object)}`)
    assert.equal(known.status, 200, 'the blob is where this test looks for it')
    for (const bucket of ['blobs', 'uploads', 'quarantine', 'snapshots']) {
      const response = await fetch(`${storage}/${project}-${bucket}/${object}`)
      assert.equal(response.status, 403, `${bucket}: ${await response.text()}`)
    }
  })

  it('with pictures that move and that are for scrubbing', async () => {
    const { playlist } = await served(alice, blobs[0])
    const preview = await file('preview.webp', playlist, 'image/webp')
    assert.equal(preview.toString('latin1', 8, 16), 'WEBPVP8X')
    assert.deepEqual([preview.readUIntLE(24, 3) + 1, preview.readUIntLE(27, 3) + 1], [180, 320])
    const moving = preview.toString('latin1').split('ANMF').length - 1
    assert.ok(moving >= 25 && moving <= 31, `${moving} pictures`)
    const sprite = await file('sprite.jpg', playlist, 'image/jpeg')
    const [height, width] = jpegSize(sprite)
    const cues = (await file('sprite.vtt', playlist, 'text/vtt')).toString()
    const places = [...cues.matchAll(/sprite\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)/g)].map((found) => found.slice(1).map(Number))
    assert.equal(places.length, 3, cues)
    for (const [x, y, w, h] of places) {
      assert.ok(x + w <= width && y + h <= height, `${x},${y},${w},${h} of ${width}x${height}`)
      assert.ok(Math.abs(w / h - 9 / 16) < 0.02, `${w}x${h}`)
    }
    assert.equal(await decodedFrames(sprite, 'jpg'), 1)
    assert.ok(preview.length < 1_000_000 && sprite.length < 1_000_000, `${preview.length}, ${sprite.length} bytes`)
  })
})

describe('the largest video', () => {
  it('comes in parts and plays', async () => {
    const begun = Date.now()
    const video = await clip(12, 201.2, 0)
    console.log(`${megabytes(video.length)} made in ${seconds(begun)}`)
    assert.ok(video.length > 299_000_000 && video.length <= MAX_BYTES, `${video.length} bytes`)

    const bob = await signUp('bob')
    const uploader = await Uploader.ofService(bob)
    const uploading = Date.now()
    const { jobId, partCount } = await uploader.start(video)
    await uploader.goOn(video, jobId)
    console.log(`${partCount} parts uploaded in ${seconds(uploading)}`)
    const working = Date.now()
    const { blob } = await completed(jobId, 300_000)
    console.log(`completed after ${seconds(working)}, blob of ${megabytes(blob.size)}`)
    const { playlist } = await served(bob, blob)
    assert.equal(await frames(playlist), 360)
    assert.equal((await limits(bob)).remainingDailyBytes, OF_A_DAY.bytes - video.length)
  })
})

/** Height and width as the frame header of a JPEG says. */
function jpegSize(bytes) {
  for (let at = 2; at < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    if (bytes[at] === 0xff && (bytes[at + 1] === 0xc0 || bytes[at + 1] === 0xc2)) return [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)]
  }
  throw new Error('no frame header')
}
