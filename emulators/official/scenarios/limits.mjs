// How often each thing may be done. Counts by address, so both servers must be fresh.
import { PASSWORD } from '../driver.mjs'

/** How often `send` is answered until it is refused as too often; then what the refusal looks like. */
async function counted(s, step, send, atMost = 120) {
  let first
  for (let i = 0; i < atMost; i++) {
    const answer = await send(i)
    first ??= answer
    if (answer.status === 429) {
      s.note(`${step}: allowed`, i)
      return s.note(`${step}: first and last`, [first, answer].map(limit))
    }
  }
  s.note(`${step}: allowed`, `${atMost} and more`)
  s.note(`${step}: first`, limit(first))
}

function limit({ headers, status, body }) {
  const seconds = Number(headers.get('ratelimit-reset')) - Date.now() / 1000
  const window = Number(/w=(\d+)/.exec(headers.get('ratelimit-policy'))?.[1])
  return {
    ...Object.fromEntries(['limit', 'remaining', 'policy'].map((name) => [name, headers.get(`ratelimit-${name}`)])),
    resets: seconds > -1 && seconds <= window + 1,
    ...(status === 429 ? { error: body.error } : {}),
  }
}

/** The limit that is told of, without what is left of it: that depends on how many processes share the work. */
function tightest(answer) {
  const { remaining, ...rest } = limit(answer)
  return { status: answer.status, left: Number(remaining) > 0, ...rest }
}

const wrong = (i) => `aaaa${'abcdefghij'[i % 10]}-bbbb${'abcdefghij'[Math.floor(i / 10) % 10]}`

export const scenarios = {
  async 'sign-ins for one name'(s) {
    const [victim, other] = [await s.account('victim'), await s.account('other')]
    const method = 'com.atproto.server.createSession'
    await counted(s, 'wrong passwords', () => s.attempt(method, { body: { identifier: victim.handle, password: 'battery staple' } }))
    await s.post('the right password', method, { identifier: victim.handle, password: PASSWORD })
    await s.post('somebody else', method, { identifier: other.handle, password: PASSWORD })
  },

  async 'codes for a password'(s) {
    await counted(s, 'wrong codes', (i) => s.attempt('com.atproto.server.resetPassword', { body: { token: wrong(i), password: PASSWORD } }))
  },

  async 'letters about a password'(s) {
    const { email } = await s.account('letters')
    await counted(s, 'asked', () => s.attempt('com.atproto.server.requestPasswordReset', { body: { email } }))
  },

  async 'letters to an account'(s) {
    for (const method of ['requestEmailConfirmation', 'requestEmailUpdate', 'requestAccountDelete']) {
      const { accessJwt: token, email } = await s.account('mailed')
      if (method === 'requestEmailUpdate') {
        await s.prepare('com.atproto.server.requestEmailConfirmation', { token })
        await s.prepare('com.atproto.server.confirmEmail', { body: { email, token: await s.mailTo(email) }, token })
      }
      await counted(s, method, () => s.attempt(`com.atproto.server.${method}`, { body: null, token }))
    }
  },

  async 'what mails nothing'(s) {
    const { accessJwt: token } = await s.account('silent')
    const answers = []
    for (let i = 0; i < 6; i++) answers.push(await s.attempt('com.atproto.server.requestEmailUpdate', { body: null, token }))
    s.note('an address that is not confirmed, six times', answers.map(({ status }) => status))
  },

  async 'changes of a handle'(s) {
    const { accessJwt: token } = await s.account('renamed')
    await counted(s, 'changed', () => s.attempt('com.atproto.identity.updateHandle', { body: { handle: 'j.test' }, token }))
  },

  async 'writes to a repository'(s) {
    const { accessJwt: token, did: repo } = await s.account('writer')
    const collection = 'app.bsky.feed.post'
    const record = { $type: collection, text: 'hm', createdAt: '2026-01-02T03:04:05.678Z' }
    const send = (method, body) => s.attempt(`com.atproto.repo.${method}`, { body: { repo, collection, ...body }, token })
    s.note('a record is made', tightest(await send('createRecord', { rkey: 'self', record })))
    s.note('a record is put', tightest(await send('putRecord', { rkey: 'self', record: { ...record, text: 'ah' } })))
    s.note('a record is deleted', tightest(await send('deleteRecord', { rkey: 'self' })))
    s.note('two at once', tightest(await send('applyWrites', {
      writes: [1, 2].map(() => ({ $type: 'com.atproto.repo.applyWrites#create', collection, value: record })),
    })))
  },

  async 'everything'(s) {
    const { accessJwt: token } = await s.account('reader')
    const { limit: points, policy, resets } = limit(await s.attempt('com.atproto.server.getSession', { params: {}, token }))
    s.note('a query', { points, policy, resets })
  },

  async 'ends of accounts'(s) {
    const { did } = await s.account('ends')
    await counted(s, 'wrong codes', (i) => s.attempt('com.atproto.server.deleteAccount', { body: { did, password: 'battery staple', token: wrong(i) } }))
  },

  // Uses up what all the scenarios before it need.
  async 'new accounts'(s) {
    const body = { handle: 'j.test', email: 'j@mail.test', password: PASSWORD }
    await counted(s, 'tried', () => s.attempt('com.atproto.server.createAccount', { body }))
  },
}
