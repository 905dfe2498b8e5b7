// A small world of accounts at one server, what they do, and what each of them sees: the same words at every server.
import { AtpAgent, XRPCError } from '@atproto/api'
import { setTimeout as sleep } from 'node:timers/promises'
import { Names } from './names.mjs'

const POST = 'app.bsky.feed.post'
const PASSWORD = 'correct horse'
const NOT_THERE = 501
const BUSY = 503
/** How long views may be behind what was written, milliseconds. */
const BEHIND = 20_000

let serial = 0

/**
 * One scenario at one server. `steps` holds { step, method, outcome, body }. An answer that is not known yet, as `isKnown` says, is asked for again
 * until views must have caught up.
 */
export class World {
  steps = []
  word = `w${(Date.now() % 1e9).toString(36)}${(serial++).toString(36)}`
  names = new Names(this.word)
  #server
  #isKnown
  #seconds = 0
  #begin = Date.now() - 3_600_000
  #changed = Date.now()
  #isSettled = false

  constructor(server, isKnown = () => true) {
    this.#server = server
    this.#isKnown = isKnown
    this.anyone = new Actor(this, 'anyone', new AtpAgent({ service: server.appView }))
  }

  /** New accounts by these names, of at most nine letters. */
  async accounts(...names) {
    const made = {}
    for (const name of names) made[name] = await this.#account(name)
    return made
  }

  async #account(name) {
    const agent = new AtpAgent({ service: this.#server.service })
    const handle = `${name}${this.word}.test`
    await signedUp(agent, { handle, email: `${handle}@mail.test`, password: PASSWORD })
    this.names.add(agent.did, `did:${name}`)
    this.names.add(handle, `${name}.test`)
    this.changed()
    return new Actor(this, name, agent, handle)
  }

  /** What was written is in the views, where views must have one thing before they take the next. */
  indexed() {
    return this.#server.indexed()
  }

  /** The next second of this world; the first is an hour ago. */
  now() {
    const time = new Date(this.#begin + 1000 * ++this.#seconds).toISOString()
    this.names.add(time, `second ${this.#seconds}`)
    return time
  }

  changed() {
    this.#changed = Date.now()
    this.#isSettled = false
  }

  /** Everything that was written is in the views, or will be soon. */
  async settled() {
    if (!this.#isSettled) await this.#server.settled()
    this.#isSettled = true
  }

  /** The operator takes a record or an account down, or lets it be again: a recorded step. */
  async takedown(step, { uri, cid, did }, applied = true) {
    await this.indexed()
    const subject = uri ? { $type: 'com.atproto.repo.strongRef', uri, cid } : { $type: 'com.atproto.admin.defs#repoRef', did }
    const { status, body } = await this.#server.takedown(subject, applied)
    const outcome = status === 200 ? '200' : `${status} ${body.error}`
    this.push({ step, method: 'com.atproto.admin.updateSubjectStatus', isProcedure: true, outcome, body: {}, message: body.message })
    this.changed()
  }

  /** Something seen that is not an answer; all of it must be equal. */
  note(step, value) {
    this.push({ step, outcome: 'seen', body: this.names.plain(value) })
  }

  /** The steps so far are done; this one could not be. */
  brokeOff(e) {
    this.steps.push({ step: 'broke off', outcome: 'failed', body: { message: this.names.plain(e.message) } })
  }

  push(row) {
    if (this.steps.some(({ step }) => step === row.step)) throw new Error(`two steps are called ${row.step}`)
    this.steps.push(row)
  }

  /** Asks until the answer is known, or views cannot be behind any more. */
  async awaited(step, ask) {
    await this.settled()
    for (;;) {
      const row = { step, ...(await ask()) }
      if (this.#isKnown(row) || row.status === NOT_THERE || Date.now() > this.#changed + BEHIND) return row
      await sleep(250)
    }
  }
}

/** A sign-up, as soon as the server has time for it. */
async function signedUp(agent, account) {
  for (;;) {
    try {
      return await agent.createAccount(account)
    } catch (e) {
      if (!(e instanceof XRPCError) || e.status !== BUSY) throw e
      await sleep(1_000)
    }
  }
}

/** The same elements, where the order of the list at this path means nothing. */
export const inAnyOrder = (path) => (body) => {
  const whole = structuredClone(body)
  path.split('.').reduce((at, key) => at?.[key], whole)?.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return whole
}

/** Only that there is an answer. */
export const anything = () => ({})

/** One account, or anyone. Records are { uri, cid }; what `label` says stands for them in what is compared. */
class Actor {
  #world
  #agent

  constructor(world, name, agent, handle) {
    this.#world = world
    this.#agent = agent
    this.name = name
    this.handle = handle
  }

  get did() {
    return this.#agent.did
  }

  /** A recorded query; with `looked`, only what that says of the answer counts. */
  async sees(step, method, params = {}, looked = (body) => body) {
    const row = await this.#world.awaited(step, async () => {
      const asked = await this.#asked(method, params)
      return { ...asked, body: looked(asked.body) }
    })
    this.#world.push(row)
    return row.data
  }

  /** All pages of a recorded query, together. */
  async pages(step, method, params, list, most = 40) {
    const row = await this.#world.awaited(step, async () => {
      const all = []
      let cursor
      for (let i = 0; i < most; i++) {
        const page = await this.#asked(method, { ...params, cursor })
        if (page.status !== 200) return page
        if (page.data[list].length > (params.limit ?? 100)) return { ...page, outcome: 'a page that is too long' }
        all.push(...page.data[list])
        cursor = page.data.cursor
        if (!cursor) return { method, status: 200, outcome: '200', body: this.#world.names.plain({ [list]: all }) }
      }
      return { method, status: 200, outcome: `no end after ${most} pages`, body: {} }
    })
    this.#world.push(row)
  }

  /** A recorded procedure. */
  async does(step, method, body) {
    this.#world.push({ step, isProcedure: true, ...(await this.#asked(method, undefined, body)) })
    this.#world.changed()
  }

  async #asked(method, params, body) {
    const names = this.#world.names
    try {
      const { data } = await this.#agent.call(method, params, body)
      return { method, status: 200, outcome: '200', data, body: names.plain(data) }
    } catch (e) {
      if (!(e instanceof XRPCError)) throw e
      if (e.validationError) return { method, status: 200, outcome: 'invalid', body: { message: names.plain(e.validationError.message) } }
      return { method, status: e.status, outcome: `${e.status} ${e.error}`, body: {}, message: names.plain(e.message) }
    }
  }

  /** A call that only prepares: it must succeed, and is not recorded. */
  async call(method, params, body) {
    const { data } = await this.#agent.call(method, params, body)
    this.#world.changed()
    return data
  }

  async record(label, collection, fields = {}, rkey) {
    const record = { $type: collection, createdAt: this.#world.now(), ...fields }
    const { uri, cid } = await this.call(`com.atproto.repo.${rkey ? 'put' : 'create'}Record`, undefined, {
      repo: this.did, collection, record, ...(rkey && { rkey }),
    })
    const names = this.#world.names
    const name = names.plain(label)
    names.add(cid, `cid of ${name}`)
    if (!rkey) names.add(uri.split('/').pop(), name.replaceAll(' ', '-'))
    return { uri, cid }
  }

  post(label, more = {}) {
    return this.record(label, POST, { text: label, ...more })
  }

  async reply(label, parent, root = parent, more = {}) {
    await this.#world.indexed()
    return this.post(label, { reply: { root, parent }, ...more })
  }

  quote(label, record, more = {}) {
    return this.post(label, { embed: { $type: 'app.bsky.embed.record', record }, ...more })
  }

  #to(verb, collection, subject, name) {
    return this.record(`${this.name} ${verb} ${name}`, collection, { subject })
  }

  like(subject, more) {
    return this.record(`${this.name} likes ${subject.uri}`, 'app.bsky.feed.like', { subject, ...more })
  }

  repost(subject, more) {
    return this.record(`${this.name} reposts ${subject.uri}`, 'app.bsky.feed.repost', { subject, ...more })
  }

  follow(other) {
    return this.#to('follows', 'app.bsky.graph.follow', other.did, other.name)
  }

  block(other) {
    return this.#to('blocks', 'app.bsky.graph.block', other.did, other.name)
  }

  profile(fields) {
    return this.record(`profile of ${this.name}`, 'app.bsky.actor.profile', fields, 'self')
  }

  async blob(bytes, encoding) {
    const { data } = await this.#agent.com.atproto.repo.uploadBlob(bytes, { encoding })
    this.#world.names.add(data.blob.ref.toString(), `cid of ${bytes.length} bytes`)
    return data.blob
  }

  /** Deletes a record. */
  async removes({ uri }) {
    const [repo, collection, rkey] = uri.slice('at://'.length).split('/')
    await this.call('com.atproto.repo.deleteRecord', undefined, { repo, collection, rkey })
  }
}
