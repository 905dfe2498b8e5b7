// What is sent as a video is served right or refused with a name; no job stays open.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { before, describe, it } from 'node:test'
import { BASE, ffmpeg, finishedJob, postVideo, refusal, signUp, testVideo, uploadVideo, eventually } from './stack.mjs'

describe('an upload', () => {
  let alice, good
  before(async () => {
    alice = await signUp('alice')
    good = await testVideo(2, '360x640')
  })

  /** The refusal of the upload, or the state and failure of its job. */
  async function outcome(bytes, type) {
    const upload = await uploadVideo(alice, bytes, type)
    assert.ok(upload.status < 500, `${upload.status} ${JSON.stringify(upload.body)}`)
    if (upload.status !== 200) return { refused: upload.body.error }
    return finishedJob(upload.body.jobId)
  }

  async function plays(job, width, height) {
    assert.equal(job.state, 'JOB_STATE_COMPLETED', JSON.stringify(job))
    const { uri } = await postVideo(alice, job.blob, 'it plays')
    const view = await eventually('the post', 3000, async () =>
      (await alice.getPosts({ uris: [uri] })).data.posts[0]?.embed)
    const master = await (await fetch(view.playlist)).text()
    const sizes = [...master.matchAll(/RESOLUTION=(\d+)x(\d+)/g)].map((m) => Number(m[1]) / Number(m[2]))
    assert.ok(sizes.length > 0, master)
    for (const ratio of sizes) assert.ok(Math.abs(ratio - width / height) < 0.02, `${ratio} is not ${width}:${height}`)
  }

  function failed(job) {
    assert.ok(job.refused || job.state === 'JOB_STATE_FAILED', JSON.stringify(job))
    if (!job.refused) assert.ok(job.error, JSON.stringify(job))
  }

  it('of a truncated file is refused', async () => failed(await outcome(good.subarray(0, good.length / 2))))
  it('of random bytes is refused', async () => failed(await outcome(randomBytes(100_000))))
  it('of 8 bytes is refused', async () => failed(await outcome(Buffer.from('\0\0\0\bftyp', 'latin1'))))
  it('of nothing is refused', async () => failed(await outcome(Buffer.alloc(0))))
  it('of sound alone is refused', async () => {
    failed(await outcome(await ffmpeg('sound.mp4', '-f', 'lavfi', '-i', 'sine=duration=2', '-c:a', 'aac')))
  })
  it('of a playlist with the name of a video is refused', async () => {
    failed(await outcome(Buffer.from('#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n')))
  })
  it('of a WebM plays', async () => {
    const webm = await ffmpeg('clip.webm', '-f', 'lavfi', '-i', 'testsrc2=size=360x640:rate=30:duration=2',
      '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '500k')
    await plays(await outcome(webm, 'video/webm'), 360, 640)
  })
  it('of a 10-bit HEVC plays', async () => {
    const hevc = await testVideo(2, '360x640', '-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1', '-x265-params', 'log-level=error')
    await plays(await outcome(hevc), 360, 640)
  })
  it('of a rotated picture plays upright', async () => {
    await plays(await outcome(rotated(await testVideo(2, '640x360'))), 360, 640)
  })
  it('of another type is refused by name', async () => {
    const upload = await uploadVideo(alice, Buffer.from('hello'), 'text/plain')
    assert.equal(upload.status, 400)
  })
  it('without a session is refused', async () => {
    const response = await fetch(`${BASE}/xrpc/app.bsky.video.uploadVideo`, {
      method: 'POST', headers: { 'content-type': 'video/mp4' }, body: good,
    })
    assert.equal(response.status, 401)
    assert.deepEqual((await refusal(() => alice.app.bsky.video.getJobStatus({ jobId: 'nothing' })))[0], 400)
  })
})

/** Turns the picture by 90 degrees in the display matrix of the first video track's header. */
function rotated(mp4) {
  const bytes = Buffer.from(mp4)
  const at = bytes.indexOf('tkhd') + 4
  const matrix = at + (bytes[at] === 1 ? 52 : 40)
  const turn = [0, 0x10000, 0, -0x10000, 0, 0, 360 * 0x10000, 0, 0x40000000]
  turn.forEach((value, i) => bytes.writeInt32BE(value, matrix + 4 * i))
  return bytes
}
