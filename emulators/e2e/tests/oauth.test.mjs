// Apps: the official OAuth client, and a person at the page in a real browser, with the keyboard alone, on a phone.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { Agent, AtpAgent } from '@atproto/api'
import { NodeOAuthClient, requestLocalLock } from '@atproto/oauth-client-node'
import { chromium } from 'playwright-core'
import { BASE, complaintsOf, dev, eventually, signUp, sleep, usage } from './stack.mjs'

const SCOPE = 'atproto repo:app.bsky.feed.post account:email'

/** Where apps of a machine are sent back to; gives the parameters of the next visit. */
class Callback {
  #visits = []
  #waiting = []

  async start() {
    this.server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1')
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Back</title><p>Back at the app')
      if (pathname !== '/callback') return
      const waiting = this.#waiting.shift()
      if (waiting) waiting(searchParams)
      else this.#visits.push(searchParams)
    })
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    this.uri = `http://127.0.0.1:${this.server.address().port}/callback`
  }

  next() {
    const visit = this.#visits.shift()
    return visit ?? new Promise((resolve) => this.#waiting.push(resolve))
  }

  close() {
    this.server.closeAllConnections()
    this.server.close()
  }
}

/** What an authenticator app shows: RFC 6238, six digits every thirty seconds. */
function codeOf(secret, at = Date.now()) {
  const bits = [...secret.replace(/[ =]/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** One of our own methods, which the official client does not know. */
async function own(agent, method, input) {
  const response = await fetch(`${BASE}/xrpc/app.tiktoktoe.auth.${method}`, {
    method: input ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${agent.session.accessJwt}`, ...(input && { 'content-type': 'application/json' }) },
    body: input && JSON.stringify(input),
  })
  const text = await response.text()
  assert.equal(response.status, 200, `${method}: ${text}`)
  return text && JSON.parse(text)
}

const memory = () => {
  const kept = new Map()
  return { get: async (key) => kept.get(key), set: async (key, value) => void kept.set(key, value), del: async (key) => void kept.delete(key) }
}

/** What one sign-in, one refresh and one sign-out cost: documents read, written and deleted. */
const COSTS = {
  '/oauth/par': '0 3 0',
  '/oauth/authorize': '1 0 0',
  '/oauth/authorize/sign-in': '4 0 0',
  '/oauth/authorize/consent': '3 3 1',
  '/oauth/token': '5 7 0',
  '/oauth/revoke': '2 2 1',
}

/** The documents that each of these paths has cost so far. */
const spent = () => Promise.all(Object.keys(COSTS).map((path) => usage(path)))

describe('an app that uses the official client', () => {
  const callback = new Callback()
  const statuses = []
  let plcDirectoryUrl
  let browser
  let alice

  before(async () => {
    await callback.start()
    const environment = await (await dev('environment')).text()
    plcDirectoryUrl = /^export PLC_URL=["']?([^"'\n]+)/m.exec(environment)[1]
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
    alice = await signUp('alice')
  })

  after(async () => {
    callback.close()
    await browser?.close()
  })

  const app = (scope = SCOPE) => new NodeOAuthClient({
    clientMetadata: {
      client_id: `http://localhost?${new URLSearchParams({ redirect_uri: callback.uri, scope })}`,
      redirect_uris: [callback.uri],
      scope,
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      dpop_bound_access_tokens: true,
    },
    stateStore: memory(),
    sessionStore: memory(),
    requestLock: requestLocalLock,
    handleResolver: BASE,
    plcDirectoryUrl,
    allowHttp: true,
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      const { pathname } = new URL(input instanceof Request ? input.url : input)
      statuses.push(`${pathname} ${response.status}`)
      return response
    },
  })

  /** A person's phone; what the browser complains about fails the test. */
  async function phone(url) {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true })
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    await page.goto(String(url))
    return { page, complaints, close: () => context.close() }
  }

  const looked = (page, name) =>
    process.env.SCREENSHOTS ? page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true }) : undefined

  /** Nothing to be scrolled sideways, nothing too small for a thumb. */
  async function fitsAPhone(page) {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'wider than the screen')
    const heights = await page.evaluate(() =>
      [...document.querySelectorAll('button, input[type=text], input[type=password], label.scope')].map((e) => e.getBoundingClientRect().height))
    assert.ok(heights.length > 0 && heights.every((height) => height >= 44), `heights ${heights}`)
  }

  /** Tabs to what has this name, as someone without a mouse does. */
  async function tabTo(page, name) {
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const e = document.activeElement
        return e.labels?.[0]?.textContent.trim() ?? e.textContent.trim()
      })
      if (focused === name) {
        assert.ok(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== 'none'), `${name} shows no focus`)
        return
      }
    }
    throw new Error(`the keyboard does not reach ${name}`)
  }

  async function signInByKeyboard(page, password = 'correct horse') {
    await tabTo(page, 'Handle or e-mail address')
    await page.keyboard.press('Control+A')
    await page.keyboard.type(alice.session.handle)
    await tabTo(page, 'Password')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
  }

  it('signs in, writes, refreshes and signs out', async () => {
    const before = await spent()
    const client = app()
    const url = await client.authorize(alice.session.handle, { state: 'where I was' })
    assert.deepEqual(statuses.filter((s) => s.startsWith('/oauth/par')), ['/oauth/par 400', '/oauth/par 201'], 'the nonce is asked for once')
    const { page, complaints, close } = await phone(url)
    assert.equal(await page.title(), 'Sign in')
    await fitsAPhone(page)
    await looked(page, 'sign-in')
    await signInByKeyboard(page)
    await page.getByRole('heading', { name: 'Allow this app?' }).waitFor()
    await fitsAPhone(page)
    await looked(page, 'consent')
    await tabTo(page, 'See your e-mail address')
    await page.keyboard.press('Space')
    await tabTo(page, 'Allow')
    await page.keyboard.press('Enter')
    const { session, state } = await client.callback(await callback.next())
    await page.getByText('Back at the app').waitFor()
    assert.deepEqual(complaints, [])
    await close()

    assert.equal(state, 'where I was')
    assert.equal(session.did, alice.did)
    const agent = new Agent(session)
    const post = await agent.post({ text: 'by an app' })
    assert.ok((await alice.getPosts({ uris: [post.uri] })).success)
    const { data } = await agent.com.atproto.server.getSession()
    assert.equal(data.handle, alice.session.handle)
    assert.equal(data.email, undefined, 'the address was unticked')
    await assert.rejects(agent.like(post.uri, post.cid), { status: 403, error: 'ScopeMissingError' })
    await assert.rejects(agent.com.atproto.server.deactivateAccount({}), { status: 403 })

    const first = await session.getTokenInfo(false)
    const refreshed = await session.getTokenInfo(true)
    assert.ok(refreshed.expiresAt >= first.expiresAt)
    await new Agent(await client.restore(alice.did)).post({ text: 'by an app, later' })

    const apps = async () => (await own(alice, 'listSessions')).sessions.filter(({ kind }) => kind === 'oauth')
    assert.equal((await apps()).length, 1)
    await session.signOut()
    assert.deepEqual(await apps(), [])
    await assert.rejects(client.restore(alice.did, true))

    const last = Object.keys(COSTS).length - 1
    await eventually('the log line of the last call', 5000, async () => (await spent())[last].requests > before[last].requests)
    await sleep(300)
    const after = await spent()
    const costs = Object.keys(COSTS).map((path, i) =>
      [path, ['reads', 'writes', 'deletes'].map((kind) => after[i][kind] - before[i][kind]).join(' ')])
    assert.deepEqual(Object.fromEntries(costs), COSTS)
  })

  it('learns that the person refused', async () => {
    const client = app()
    const { page, close } = await phone(await client.authorize(BASE))
    await tabTo(page, 'Cancel')
    await page.keyboard.press('Enter')
    const answer = await callback.next()
    await close()
    assert.equal(answer.get('error'), 'access_denied')
    await assert.rejects(client.callback(answer), { message: 'The person refused' })
  })

  it('is told nothing when the password is wrong', async () => {
    const client = app()
    const { page, close } = await phone(await client.authorize(alice.session.handle))
    await signInByKeyboard(page, 'wrong')
    const alert = page.getByRole('alert')
    await alert.waitFor()
    assert.equal(await alert.textContent(), 'Invalid identifier or password')
    await looked(page, 'wrong-password')
    await signInByKeyboard(page)
    await page.getByRole('heading', { name: 'Allow this app?' }).waitFor()
    await close()
  })

  it('gets nothing before the code of an authenticator app, which works once', async () => {
    alice = await signUp('alice')
    const { secret } = await own(alice, 'beginTotp', { password: 'correct horse' })
    const used = codeOf(secret)
    const { recoveryCodes } = await own(alice, 'confirmTotp', { code: used })
    assert.equal(recoveryCodes.length, 10)
    await assert.rejects(new AtpAgent({ service: BASE }).login({ identifier: alice.session.handle, password: 'correct horse' }), { error: 'AuthFactorTokenRequired' })

    const client = app()
    const { page, complaints, close } = await phone(await client.authorize(alice.session.handle))
    await signInByKeyboard(page)
    await page.getByRole('heading', { name: 'One thing more' }).waitFor()
    await fitsAPhone(page)
    await looked(page, 'second-factor')
    const label = 'Code of your authenticator app or a recovery code'
    await tabTo(page, label)
    await page.keyboard.type(used)
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await looked(page, 'second-factor-again')
    await tabTo(page, label)
    await page.keyboard.type(recoveryCodes[0])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Allow this app?' }).waitFor()
    await tabTo(page, 'Allow')
    await page.keyboard.press('Enter')
    const { session } = await client.callback(await callback.next())
    assert.equal(session.did, alice.did)
    assert.deepEqual(complaints.filter((text) => !text.includes('status of 401') && !text.includes('status of 400')), [])
    await close()
  })

  it('waits for a passkey', async () => {
    alice = await signUp('alice')
    const { page, complaints, close } = await phone(BASE)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    })
    const { options } = await own(alice, 'beginPasskey', { password: 'correct horse' })
    const credential = await page.evaluate(async (json) => {
      const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
      const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
      const made = await navigator.credentials.create({
        publicKey: { ...json, challenge: bytes(json.challenge), user: { ...json.user, id: bytes(json.user.id) }, excludeCredentials: [] },
      })
      return {
        id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: {},
        response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject), transports: ['internal'] },
      }
    }, options)
    await own(alice, 'addPasskey', { name: 'my phone', credential })

    const client = app()
    complaints.length = 0
    await page.goto(String(await client.authorize(alice.session.handle)))
    await signInByKeyboard(page)
    await page.getByRole('heading', { name: 'One thing more' }).waitFor()
    await fitsAPhone(page)
    await looked(page, 'passkey')
    await tabTo(page, 'Use a passkey')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Allow this app?' }).waitFor()
    await tabTo(page, 'Allow')
    await page.keyboard.press('Enter')
    const { session } = await client.callback(await callback.next())
    assert.equal(session.did, alice.did)
    assert.deepEqual(complaints, [])
    await close()
  })

  it('cannot be framed', async () => {
    const { page, close } = await phone(callback.uri)
    const url = await app().authorize(BASE)
    const framed = await page.evaluate(async (src) => {
      const frame = document.createElement('iframe')
      frame.src = src
      document.body.append(frame)
      await new Promise((resolve) => frame.addEventListener('load', resolve))
      return frame.contentDocument === null ? 'refused or foreign' : frame.contentDocument.title
    }, url.toString())
    assert.notEqual(framed, 'Sign in')
    assert.equal(page.frames().filter((frame) => frame.url().startsWith(BASE)).length, 0)
    await close()
  })
})
