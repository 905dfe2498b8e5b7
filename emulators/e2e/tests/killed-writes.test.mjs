// An instance is killed again and again while many accounts write through it: each kill cuts every write that is
// under way, at whatever step it happens to be.
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { anotherInstance, eventually, listed, shownPosts, signUp, verifiedExport } from './stack.mjs'

const ACCOUNTS = 20
const INTERRUPTED = 200
const POST = 'app.bsky.feed.post'
const SWEPT_MS = 180_000

/** The record key of a number, in the order of numbers. */
function tid(number) {
  const letters = '234567abcdefghijklmnopqrstuvwxyz'
  const digits = number.toString(32).padStart(8, '0')
  return `3jzfc${[...digits].map((digit) => letters[parseInt(digit, 32)]).join('')}`
}

/** One account, and what it was told about each of its posts. */
class Writer {
  constructor(agent) {
    this.agent = agent
    this.serial = 0
    this.made = new Map()
    this.deleted = new Set()
    this.unsure = new Set()
    this.interrupted = 0
  }

  async run(instance) {
    while (instance.alive) {
      const doomed = this.serial % 5 === 4 ? [...this.made.keys()].find((key) => !this.unsure.has(key)) : undefined
      await (doomed ? this.delete(instance, doomed) : this.create(instance))
    }
  }

  async create(instance) {
    const rkey = tid(this.serial++)
    const key = `${POST}/${rkey}`
    this.unsure.add(key)
    const record = { $type: POST, text: key, createdAt: new Date().toISOString() }
    const answer = await this.call(instance, 'createRecord', { rkey, record })
    if (answer) {
      this.made.set(key, answer.cid)
      this.unsure.delete(key)
    }
  }

  async delete(instance, key) {
    this.serial++
    this.unsure.add(key)
    if (await this.call(instance, 'deleteRecord', { rkey: key.slice(POST.length + 1) })) {
      this.made.delete(key)
      this.deleted.add(key)
      this.unsure.delete(key)
    }
  }

  /** The answer, or nothing when the instance died. */
  async call(instance, method, input) {
    let response, body
    try {
      response = await fetch(`${instance.origin}/xrpc/com.atproto.repo.${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.agent.session.accessJwt}`, 'content-type': 'application/json' },
        body: JSON.stringify({ repo: this.agent.did, collection: POST, ...input }),
      })
      body = await response.json()
    } catch (error) {
      if (instance.alive) throw error
      this.interrupted++
      return undefined
    }
    assert.equal(response.status, 200, JSON.stringify(body))
    instance.answered = true
    return body
  }
}

describe('writes through instances that are killed', () => {
  const writers = []
  before(async () => {
    for (let i = 0; i < ACCOUNTS; i++) writers.push(new Writer(await signUp('writer')))
  })

  it('are whole or absent, and whole when they were acknowledged', async () => {
    const interrupted = () => writers.reduce((sum, writer) => sum + writer.interrupted, 0)
    const acknowledged = () => writers.reduce((sum, { made, deleted }) => sum + made.size + deleted.size, 0)
    const isEnough = () => interrupted() >= INTERRUPTED && acknowledged() >= INTERRUPTED
    let kills = 0
    for (let next = anotherInstance('posting'); !isEnough(); kills++) {
      const instance = { ...(await next), alive: true }
      next = anotherInstance('posting')
      next.catch(() => {})
      const running = Promise.all(writers.map((writer) => writer.run(instance)))
      running.catch(() => {})
      await Promise.race([running, eventually('a first answer', 30_000, () => instance.answered)])
      await sleep(Math.random() * 500)
      instance.alive = false
      process.kill(instance.pid, 'SIGKILL')
      await running
      assert.ok(kills < 100, `${interrupted()} writes were interrupted and ${acknowledged()} acknowledged by ${kills} kills`)
    }
    let kept = 0
    for (const { agent, made, deleted, unsure } of writers) {
      const exported = await verifiedExport(agent)
      for (const [key, cid] of made) if (!unsure.has(key)) assert.equal(exported.get(key), cid, key)
      for (const key of deleted) assert.ok(!exported.has(key), key)
      for (const key of exported.keys()) assert.ok(made.has(key) || unsure.has(key), key)
      assert.deepEqual([...await listed(agent, POST)].sort(), [...exported].sort())
      kept += [...unsure].filter((key) => exported.has(key) !== made.has(key)).length
      await eventually(`the views of ${agent.did}`, SWEPT_MS, async () => {
        const shown = await shownPosts(agent)
        return shown.size === exported.size && [...exported.keys()].every((key) => shown.has(key))
      })
    }
    console.log(`${kills} kills, ${interrupted()} writes interrupted, ${kept} of them made; ${acknowledged()} acknowledged`)
  })
})
