// The same work by the same client at the official server and at ours (BASE_URL), in turns on one machine.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { AtpAgent } from '@atproto/api'

const OURS = process.env.BASE_URL ?? 'http://localhost:8080'
const ROUNDS = Number(process.env.ROUNDS ?? 3)
const POST = 'app.bsky.feed.post'
const PASSWORD = 'correct horse'

let serial = 0
async function account(service) {
  const agent = new AtpAgent({ service })
  const handle = `bench${Date.now().toString(36)}${serial++}.test`
  await agent.createAccount({ handle, email: `${handle}@mail.test`, password: PASSWORD })
  return { service, handle, did: agent.did, token: agent.session.accessJwt }
}

async function call(account, path, init = {}) {
  const response = await fetch(`${account.service}/xrpc/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${account.token}`, ...(init.body ? { 'content-type': 'application/json' } : {}) },
  })
  const body = await response.arrayBuffer()
  if (response.status === 503) {
    await sleep(1000 * Number(response.headers.get('retry-after') ?? 1))
    return call(account, path, init)
  }
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${Buffer.from(body)}`)
  return body
}

const createRecord = (account) =>
  call(account, 'com.atproto.repo.createRecord', {
    method: 'POST',
    body: JSON.stringify({
      repo: account.did,
      collection: POST,
      record: { $type: POST, text: `post ${serial++}`, createdAt: new Date().toISOString() },
    }),
  })

const applyWrites = (account, count) =>
  call(account, 'com.atproto.repo.applyWrites', {
    method: 'POST',
    body: JSON.stringify({
      repo: account.did,
      writes: Array.from({ length: count }, () => ({
        $type: 'com.atproto.repo.applyWrites#create',
        collection: POST,
        value: { $type: POST, text: `post ${serial++}`, createdAt: new Date().toISOString() },
      })),
    }),
  })

const listRecords = (account) => call(account, `com.atproto.repo.listRecords?repo=${account.did}&collection=${POST}&limit=50`)
const getRepo = (account) => call(account, `com.atproto.sync.getRepo?did=${account.did}`)
const createSession = (account) =>
  call(account, 'com.atproto.server.createSession', {
    method: 'POST',
    body: JSON.stringify({ identifier: account.handle, password: PASSWORD }),
  })

/** How many calls a second `clients` make together, each for an account of its own. */
async function rate(accounts, clients, calls, work) {
  let left = calls
  const begin = performance.now()
  await Promise.all(accounts.slice(0, clients).map(async (account) => {
    while (left-- > 0) await work(account)
  }))
  return (calls * 1000) / (performance.now() - begin)
}

const ROWS = [
  ['createRecord, 1 client', (all) => rate(all, 1, 300, createRecord)],
  ['createRecord, 8 clients', (all) => rate(all, 8, 800, createRecord)],
  ['listRecords of 50, 1 client', (all) => rate(all, 1, 300, listRecords)],
  ['listRecords of 50, 8 clients', (all) => rate(all, 8, 800, listRecords)],
  ['getRepo, 1 client', (all) => rate(all, 1, 40, getRepo)],
  ['getRepo, 8 clients', (all) => rate(all, 8, 80, getRepo)],
  ['createSession, 1 client', (all) => rate(all, 1, 8, createSession)],
  ['createSession, 8 clients', (all) => rate(all, 8, 16, createSession)],
]

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

async function prepared(service) {
  const accounts = []
  for (let i = 0; i < 8; i++) {
    const made = await account(service)
    await applyWrites(made, 200)
    accounts.push(made)
  }
  return accounts
}

const official = spawn(process.execPath, ['serve.mjs'], { cwd: import.meta.dirname, stdio: ['pipe', 'pipe', 'inherit'] })
try {
  const [address] = await once(createInterface({ input: official.stdout }), 'line')
  const servers = { official: await prepared(address), ours: await prepared(OURS) }
  const found = ROWS.map(() => ({ official: [], ours: [] }))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, [, work]] of ROWS.entries()) {
      for (const [name, accounts] of Object.entries(servers)) {
        const perSecond = await work(accounts)
        if (round > 0) found[i][name].push(perSecond)
      }
    }
  }
  console.log('| calls a second | official | ours | ratio |\n| --- | ---: | ---: | ---: |')
  ROWS.forEach(([title], i) => {
    const [theirs, ours] = [median(found[i].official), median(found[i].ours)]
    console.log(`| ${title} | ${theirs.toFixed(1)} | ${ours.toFixed(1)} | ${(ours / theirs).toFixed(2)} |`)
  })
} finally {
  official.stdin.end()
}
