// What a scenario does at a server, step by step, and what came of each step.
import { shape } from './shape.mjs'

/** In place of a token: the operator's own credentials. */
export const ADMIN = Symbol('admin')
export const PASSWORD = 'correct horse'

let serial = 0

/** One scenario at one server. `steps` holds { step, outcome, shape }: `outcome` is the status and the error's name. */
export class Driver {
  steps = []
  #server
  #run = ((Date.now() / 100) % 1e7 | 0).toString(36)

  constructor(server) {
    this.#server = server
  }

  /** A handle that nobody has; `name` has at most eight letters. */
  handle(name) {
    return `${name}${this.#run}${(serial++).toString(36)}.test`
  }

  /** A recorded query. */
  get(step, method, params = {}, token) {
    return this.#recorded(step, () => this.#send(method, { params, token }))
  }

  /** A recorded procedure; without `body` nothing is sent. */
  post(step, method, body, token) {
    return this.#recorded(step, () => this.#send(method, { body: body ?? null, token }))
  }

  /** A call that only prepares: it must succeed, and is not recorded. */
  async prepare(method, { params, body = params ? undefined : null, token } = {}) {
    const answer = await this.#send(method, { params, body, token })
    if (answer.status !== 200) throw new Error(`${method}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** A call whose answer is looked at, and not recorded. */
  attempt(method, { params, body, token }) {
    return this.#send(method, { params, body, token })
  }

  /** Something seen that is not an answer; all of it must be equal. */
  note(step, value) {
    this.#push({ step, outcome: 'seen', shape: [JSON.stringify(value)] })
  }

  /** The steps so far are done; this one could not be. */
  brokeOff(e) {
    this.steps.push({ step: 'broke off', outcome: 'failed', shape: [e.message] })
  }

  async account(name, more = {}) {
    const handle = this.handle(name)
    const email = `${handle}@mail.test`
    const made = await this.prepare('com.atproto.server.createAccount', { body: { handle, email, password: PASSWORD, ...more } })
    return { ...made, email, password: PASSWORD }
  }

  /** The newest code that was mailed there. */
  mailTo(email) {
    return this.#server.mailed(email)
  }

  /** The identity as the directory has it. */
  async plc(did) {
    return (await fetch(`${this.#server.plcUrl}/${did}/data`)).json()
  }

  get plcUrl() {
    return this.#server.plcUrl
  }

  get service() {
    return this.#server.service
  }

  async #recorded(step, send) {
    const answer = await send()
    const error = answer.status < 400 ? '' : ` ${answer.body?.error ?? '(no name)'}`
    const body = answer.status < 400 ? answer.body : Object.fromEntries(Object.keys(answer.body ?? {}).map((key) => [key, key]))
    this.#push({ step, outcome: `${answer.status}${error}`, shape: shape(body), message: answer.body?.message })
    return answer
  }

  #push(row) {
    if (this.steps.some(({ step }) => step === row.step)) throw new Error(`two steps are called ${row.step}`)
    this.steps.push(row)
  }

  async #send(method, { params, body, token }) {
    const url = new URL(`/xrpc/${method}`, this.#server.service)
    for (const [name, value] of Object.entries(params ?? {})) url.searchParams.append(name, value)
    const headers = {}
    if (token) headers.authorization = token === ADMIN ? this.#server.admin : `Bearer ${token}`
    if (body) headers['content-type'] = 'application/json'
    const response = await fetch(url, { method: params ? 'GET' : 'POST', headers, body: body ? JSON.stringify(body) : undefined })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parsed(text) }
  }
}

/** An empty body is none; one that is no JSON is its text. */
function parsed(text) {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What a token says, unverified. */
export const claims = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'))
export const header = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url'))
