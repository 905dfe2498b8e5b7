// The running stack as a client sees it, and what every scenario needs.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AtpAgent } from '@atproto/api'
import { verifyRepoCar } from '@atproto/repo'

export const BASE = process.env.BASE_URL ?? 'http://localhost:8080'
const FFMPEG = process.env.FFMPEG ?? 'ffmpeg'
const run = promisify(execFile)

/** How long an instance of `feed` may show a post as it was: longer than that, and counts are exact. */
export const POST_CACHE_MS = 10_000

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

let serial = 0
/** What a browser's page warns of and fails at from now on, as it comes. */
export function complaintsOf(page) {
  const complaints = []
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(m.text()))
  page.on('pageerror', (e) => complaints.push(e.stack))
  return complaints
}

export function freshHandle(name) {
  const suffix = (Date.now() % 1e7).toString(36) + (serial++).toString(36)
  return `${name}${suffix}.test`
}

export async function signUp(name) {
  const agent = new AtpAgent({ service: BASE })
  const handle = freshHandle(name)
  await agent.createAccount({ handle, email: `${handle}@mail.test`, password: 'correct horse' })
  return agent
}

/** Asks again until `check` returns something truthy, or fails with `what` after `ms`. */
export async function eventually(what, ms, check) {
  const end = Date.now() + ms
  for (;;) {
    const found = await check()
    if (found) return found
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
    await sleep(50)
  }
}

/** Runs ffmpeg and returns what it wrote to `name` in a folder of its own. */
export async function ffmpeg(name, ...args) {
  const folder = await mkdtemp(join(tmpdir(), 'e2e-'))
  const file = join(folder, name)
  await run(FFMPEG, ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...args, file])
  return readFile(file)
}

export function testVideo(seconds = 6, size = '720x1280', ...codec) {
  return ffmpeg('sample.mp4',
    '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30:duration=${seconds}`,
    '-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`,
    ...(codec.length > 0 ? codec : ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac']),
    '-shortest')
}

/** Decodes every frame of `bytes`; returns the number of video frames. */
export async function decodedFrames(bytes, extension) {
  const folder = await mkdtemp(join(tmpdir(), 'e2e-'))
  const file = join(folder, `in.${extension}`)
  await writeFile(file, bytes)
  const { stderr } = await run(FFMPEG, ['-hide_banner', '-nostdin', '-xerror', '-i', file, '-f', 'null', '-'])
  const frames = [...stderr.matchAll(/frame=\s*(\d+)/g)].at(-1)
  return frames ? Number(frames[1]) : 0
}

/** Uploads as the official app does: a service token, then one POST. Returns the answer. */
export async function uploadVideo(agent, bytes, type = 'video/mp4') {
  const { data: server } = await agent.com.atproto.server.describeServer()
  const { data: auth } = await agent.com.atproto.server.getServiceAuth({
    aud: server.did,
    lxm: 'com.atproto.repo.uploadBlob',
    exp: Math.floor(Date.now() / 1000) + 30 * 60,
  })
  const response = await fetch(`${BASE}/xrpc/app.bsky.video.uploadVideo?did=${agent.did}&name=clip.mp4`, {
    method: 'POST',
    headers: { authorization: `Bearer ${auth.token}`, 'content-type': type },
    body: bytes,
  })
  return { status: response.status, body: await response.json() }
}

/** Polls a job, without a session, until it ends. */
export function finishedJob(jobId, ms = 20000) {
  const anonymous = new AtpAgent({ service: BASE })
  return eventually(`the end of job ${jobId}`, ms, async () => {
    const { data } = await anonymous.app.bsky.video.getJobStatus({ jobId })
    const { state } = data.jobStatus
    return (state === 'JOB_STATE_COMPLETED' || state === 'JOB_STATE_FAILED') && data.jobStatus
  })
}

export async function postVideo(agent, blob, text) {
  return agent.post({
    text,
    embed: { $type: 'app.bsky.embed.video', video: blob, aspectRatio: { width: 720, height: 1280 }, alt: 'a test picture' },
  })
}

export async function dev(path, init) {
  const response = await fetch(`${BASE}/_dev/${path}`, init)
  if (!response.ok) throw new Error(`/_dev/${path}: ${response.status} ${await response.text()}`)
  return response
}

/** The documents that `method` has cost so far: { reads, writes, deletes, requests }. */
export async function usage(method) {
  const text = await (await dev('metrics')).text()
  const sum = (name) =>
    text.split('\n')
      .filter((line) => line.startsWith(`${name}{`) && line.includes(`method="${method}"`))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' '))), 0)
  return {
    reads: sum('firestore_documents_reads_sum'),
    writes: sum('firestore_documents_writes_sum'),
    deletes: sum('firestore_documents_deletes_sum'),
    requests: sum('request_count'),
  }
}

/** `usage` once the log lines of earlier calls have been read. */
async function settledUsage(method) {
  let last = await usage(method)
  for (;;) {
    await sleep(300)
    const now = await usage(method)
    if (now.requests === last.requests) return now
    last = now
  }
}

/** What one call of `method` costs. */
export async function costOf(method, call) {
  const before = await settledUsage(method)
  const result = await call()
  const after = await eventually(`metrics of ${method}`, 5000, async () => {
    const now = await usage(method)
    return now.requests > before.requests && now
  })
  return {
    result,
    calls: after.requests - before.requests,
    reads: after.reads - before.reads,
    writes: after.writes - before.writes,
    deletes: after.deletes - before.deletes,
  }
}

/** The error that a call is refused with: [status, name]. */
export async function refusal(call) {
  try {
    await call()
  } catch (error) {
    return [error.status, error.error]
  }
  throw new Error('it was not refused')
}

/** One more instance of a function, on its own: `{ origin, pid }`. */
export async function anotherInstance(name) {
  return (await dev(`instances?function=${name}`, { method: 'POST' })).json()
}

/** The did:key that the account's commits are signed with, as its DID document says. */
export async function signingKey(agent) {
  const { data } = await agent.com.atproto.repo.describeRepo({ repo: agent.did })
  const method = data.didDoc.verificationMethod.find(({ id }) => id.endsWith('#atproto'))
  return `did:key:${method.publicKeyMultibase}`
}

/** What an account's repository holds, by `collection/rkey`, checked by the official library: signature, tree and records. */
export async function verifiedExport(agent) {
  const { data: car } = await agent.com.atproto.sync.getRepo({ did: agent.did })
  const repo = await verifyRepoCar(car, agent.did, await signingKey(agent))
  return new Map(repo.creates.map(({ collection, rkey, cid }) => [`${collection}/${rkey}`, cid.toString()]))
}

/** What `listRecords` shows of a collection, by `collection/rkey`. */
export async function listed(agent, collection) {
  const found = new Map()
  for (let cursor; ;) {
    const { data } = await agent.com.atproto.repo.listRecords({ repo: agent.did, collection, limit: 100, cursor })
    data.records.forEach(({ uri, cid }) => found.set(uri.slice(`at://${agent.did}/`.length), cid))
    cursor = data.cursor
    if (!cursor) return found
  }
}

/** The posts in the feed of an account, by `collection/rkey`. */
export async function shownPosts(agent) {
  const shown = new Set()
  for (let cursor; ;) {
    const { data } = await agent.getAuthorFeed({ actor: agent.did, limit: 100, cursor })
    data.feed.forEach(({ post }) => shown.add(post.uri.slice(`at://${agent.did}/`.length)))
    cursor = data.cursor
    if (!cursor) return shown
  }
}
