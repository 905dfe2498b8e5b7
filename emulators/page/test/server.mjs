// A server for the page: the files of target/site, canned XRPC answers, and test videos.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { ALICE, BOB, METHODS, firstState } from './methods.mjs'
import { makeVideos } from './videos.mjs'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.vtt': 'text/vtt',
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
  /** Methods that this server answers 501 to. */
  missing = new Set()
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
    Object.assign(this, firstState(this.origin))
    return this
  }

  close() {
    this.#server.closeAllConnections()
    this.#server.close()
    rmSync(this.#folder, { recursive: true })
  }

  /** Waits until a method has been called that often since `calls` was emptied, and returns its calls. */
  async called(name, count = 1) {
    for (;;) {
      const found = this.calls.filter(({ method }) => method === name)
      if (found.length >= count) {
        return found
      }
      await new Promise((resume) => setTimeout(resume, 20))
    }
  }

  async #handle(request, response) {
    const url = new URL(request.url, this.origin)
    const body = await read(request)
    const send = (status, type, content) =>
      response.writeHead(status, { 'content-type': type }).end(content)
    const json = (status, content) => send(status, 'application/json', JSON.stringify(content))
    if (url.pathname.startsWith('/xrpc/')) {
      const answer = this.#call(url, request.headers, body)
      json(answer.status ?? 200, answer)
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
    const act = this.missing.has(method) ? undefined : METHODS[method]
    return act
      ? act.call(this, input)
      : { status: 501, error: 'MethodNotImplemented', message: `nobody serves ${method}` }
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
