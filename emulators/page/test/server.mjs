// A server for the page: the files of target/site, canned XRPC answers, and test videos.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { CLIPS, makeVideos } from './videos.mjs'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
  '.jpg': 'image/jpeg',
  '.vtt': 'text/vtt',
}

export const ALICE = {
  did: 'did:plc:prr4tsjqj6ivl3gz5iixepyx',
  handle: 'alice.test',
  displayName: 'Alice',
}
export const SERVER_DID = 'did:web:localhost%3A8080'
const BOB = { did: 'did:plc:ge2tnl3anyfla3xcuty3id4e', handle: 'bob.test' }
const CID = 'bafyreigtyd5afaiyf3ddx3ujlzzijcgf2fre426enyacmiyuwfx2xtj2we'
const BLOB = {
  $type: 'blob',
  ref: { $link: 'bafkreidrvggoe2lplhkrmu7l6g5jcawxxnguf6pouuhgz6rpb42pbttdne' },
  mimeType: 'video/mp4',
  size: 2024,
}
const TIME = '2026-11-21T06:17:16.270Z'

function postView(origin, clip, author, rkey, text, counts, facets) {
  const { aspectRatio, captions } = CLIPS[clip]
  return {
    uri: `at://${author.did}/app.bsky.feed.post/${rkey}`,
    cid: CID,
    author: { ...author, viewer: { muted: false, blockedBy: false }, labels: [] },
    record: {
      $type: 'app.bsky.feed.post',
      text,
      ...(facets && { facets }),
      embed: { $type: 'app.bsky.embed.video', video: BLOB, aspectRatio },
      createdAt: TIME,
    },
    embed: {
      $type: 'app.bsky.embed.video#view',
      cid: BLOB.ref.$link,
      playlist: `${origin}/vid/${clip}/${captions ? 'captions/' : ''}playlist.m3u8`,
      thumbnail: `${origin}/vid/${clip}/thumbnail.jpg`,
      aspectRatio,
    },
    ...counts,
    indexedAt: TIME,
    viewer: { bookmarked: false, threadMuted: false, embeddingDisabled: false },
    labels: [],
  }
}

/** A post without a video, as a timeline holds them among the others. */
const TEXT_POST = {
  uri: `at://${BOB.did}/app.bsky.feed.post/3n2shbz6ax22u`,
  cid: CID,
  author: BOB,
  record: { $type: 'app.bsky.feed.post', text: 'only text', createdAt: TIME },
  indexedAt: TIME,
}

function posts(origin) {
  const tag = { $type: 'app.bsky.richtext.facet#tag', tag: 'fun' }
  const facets = [{ index: { byteStart: 29, byteEnd: 33 }, features: [tag] }]
  const many = { likeCount: 1284, replyCount: 37, repostCount: 112 }
  const text = 'Falling into the same corner #fun again and again.'
  return [
    postView(origin, 'zoom', BOB, '3n2shbyzsek2u', text, many, facets),
    postView(origin, 'glow', ALICE, '3n2shbyzsek3u', 'Evening light.', { likeCount: 2 }),
    postView(origin, 'wide', BOB, '3n2shbyzsek4u', 'The sea, held sideways.', {}),
  ]
}

function token() {
  const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 3600
  return `${part({ alg: 'none' })}.${part({ scope: 'com.atproto.access', sub: ALICE.did, exp })}.x`
}

function session() {
  const { handle, did } = ALICE
  return { accessJwt: token(), refreshJwt: token(), handle, did, active: true }
}

/** What each method answers; `this` is the server. */
const METHODS = {
  'com.atproto.server.createSession': ({ password }) =>
    password === 'secret'
      ? session()
      : { error: 'AuthenticationRequired', message: 'Invalid identifier or password' },
  'com.atproto.server.getSession': session,
  'com.atproto.server.refreshSession': session,
  'com.atproto.server.deleteSession': () => ({}),
  'com.atproto.server.describeServer': () => ({ did: SERVER_DID, availableUserDomains: ['.test'] }),
  'com.atproto.server.getServiceAuth': () => ({ token: 'service-token' }),
  'app.bsky.feed.getTimeline'() {
    return { feed: [TEXT_POST, ...this.posts].map((post) => ({ post })) }
  },
  'app.bsky.video.uploadVideo'() {
    this.polls = 0
    return { jobStatus: { jobId: 'job1', did: ALICE.did, state: 'JOB_STATE_CREATED' } }
  },
  'app.bsky.video.getJobStatus'() {
    const job = { jobId: 'job1', did: ALICE.did }
    this.polls++
    return this.polls < 3
      ? { jobStatus: { ...job, state: 'JOB_STATE_ENCODING', progress: this.polls * 40 } }
      : { jobStatus: { ...job, state: 'JOB_STATE_COMPLETED', blob: BLOB } }
  },
  'com.atproto.repo.uploadBlob': () => ({ blob: { ...BLOB, mimeType: 'text/vtt' } }),
  'com.atproto.repo.createRecord'({ collection, record }) {
    const rkey = '3n2shbz7aaa2u'
    if (collection === 'app.bsky.feed.post') {
      this.posts.unshift(postView(this.origin, 'wide', ALICE, rkey, record.text, {}))
    }
    return { uri: `at://${ALICE.did}/${collection}/${rkey}`, cid: CID }
  },
  'com.atproto.repo.deleteRecord': () => ({}),
}

async function read(request) {
  const parts = []
  for await (const part of request) {
    parts.push(part)
  }
  return Buffer.concat(parts)
}

class FakeServer {
  calls = []
  #folder = mkdtempSync(join(tmpdir(), 'page-'))
  #server = createServer((request, response) => this.#handle(request, response))
  #site
  #demo

  constructor(site, demo) {
    this.#site = site
    this.#demo = demo
    makeVideos(this.#folder)
    this.upload = join(this.#folder, 'wide/video.mp4')
  }

  async listen() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.origin = `http://127.0.0.1:${this.#server.address().port}`
    this.posts = posts(this.origin)
    return this
  }

  close() {
    this.#server.closeAllConnections()
    this.#server.close()
    rmSync(this.#folder, { recursive: true })
  }

  async #handle(request, response) {
    const url = new URL(request.url, this.origin)
    const body = await read(request)
    const send = (status, type, content) =>
      response.writeHead(status, { 'content-type': type }).end(content)
    const json = (status, content) => send(status, 'application/json', JSON.stringify(content))
    if (url.pathname.startsWith('/xrpc/')) {
      const answer = this.#call(url, request.headers, body)
      json(answer.error ? 401 : 200, answer)
    } else if (url.pathname === '/_dev/demo' && this.#demo) {
      json(200, [ALICE, BOB].map(({ handle }) => ({ handle, password: 'secret' })))
    } else {
      const file = this.#file(normalize(url.pathname))
      try {
        send(200, TYPES[extname(file)], readFileSync(file))
      } catch {
        json(404, { error: 'NotFound', message: url.pathname })
      }
    }
  }

  #call(url, headers, body) {
    const method = url.pathname.slice('/xrpc/'.length)
    const isJson = headers['content-type']?.startsWith('application/json') && body.length > 0
    const input = isJson ? JSON.parse(body) : Object.fromEntries(url.searchParams)
    this.calls.push({ method, input, bytes: body.length, authorization: headers.authorization })
    return METHODS[method].call(this, input)
  }

  #file(path) {
    return path.startsWith('/vid/')
      ? join(this.#folder, path.slice('/vid/'.length))
      : join(this.#site, path === '/' ? 'index.html' : path)
  }
}

/** @param {{site: string, demo?: boolean}} options demo: whether /_dev/demo is there */
export function startServer({ site, demo = true }) {
  return new FakeServer(site, demo).listen()
}
