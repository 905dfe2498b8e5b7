// Signing up, and the password that is forgotten.
import { Secp256k1Keypair } from '@atproto/crypto'
import { createServiceJwt } from '@atproto/xrpc-server'
import { createOp } from '@did-plc/lib'
import { PASSWORD } from '../driver.mjs'

const CREATE = 'com.atproto.server.createAccount'
const SIGN_IN = 'com.atproto.server.createSession'
const RESET = 'com.atproto.server.resetPassword'

const signUp = (s, step, body) => s.post(step, CREATE, { password: PASSWORD, ...body })

export const scenarios = {
  async 'a server describes itself'(s) {
    await s.get('anybody', 'com.atproto.server.describeServer')
  },

  async 'a new account'(s) {
    const handle = s.handle('new')
    const made = await signUp(s, 'signs up', { handle, email: `${handle}@mail.test` })
    s.note('has the handle it asked for', made.body.handle === handle)
    await s.get('can be found by its handle', 'com.atproto.identity.resolveHandle', { handle })
    const identity = await s.plc(made.body.did)
    s.note('is in the directory', {
      names: identity.alsoKnownAs.map((name) => name === `at://${handle}`),
      keys: Object.keys(identity.verificationMethods),
      services: Object.entries(identity.services).map(([id, { type, endpoint }]) => [id, type, endpoint === new URL(s.service).origin]),
      keyOfItsOwn: !identity.rotationKeys.includes(identity.verificationMethods.atproto),
    })
    await s.get('has a status', 'com.atproto.server.checkAccountStatus', {}, made.body.accessJwt)
    await s.get('has an empty repository', 'com.atproto.repo.describeRepo', { repo: made.body.did })
    await s.get('is active', 'com.atproto.sync.getRepoStatus', { did: made.body.did })
  },

  async 'a recovery key of the owner comes first'(s) {
    const recoveryKey = (await Secp256k1Keypair.create()).did()
    const handle = s.handle('recover')
    const made = await signUp(s, 'signs up', { handle, email: `${handle}@mail.test`, recoveryKey })
    s.note('is the first', (await s.plc(made.body.did)).rotationKeys.indexOf(recoveryKey))
  },

  async 'an account brings its identity'(s) {
    const key = await Secp256k1Keypair.create()
    const handle = s.handle('bring')
    const { op, did } = await createOp({ signingKey: key.did(), rotationKeys: [key.did()], handle, pds: 'https://old.example', signer: key })
    const published = await fetch(`${s.plcUrl}/${did}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(op) })
    if (!published.ok) throw new Error(`the directory: ${published.status}`)
    const server = (await s.prepare('com.atproto.server.describeServer', { params: {} })).did
    const token = (more) => createServiceJwt({ iss: did, aud: server, lxm: CREATE, keypair: key, ...more })
    const body = { handle, email: `${handle}@mail.test`, password: PASSWORD, did }
    const stranger = await Secp256k1Keypair.create()
    await s.post('without proof', CREATE, body)
    await s.post('a proof for another service', CREATE, body, await token({ aud: 'did:web:other.example' }))
    await s.post('a proof for another method', CREATE, body, await token({ lxm: 'com.atproto.repo.uploadBlob' }))
    await s.post('a proof that is over', CREATE, body, await token({ iat: 1_700_000_000, exp: 1_700_000_060 }))
    await s.post('a proof by another key', CREATE, body, await token({ keypair: stranger }))
    const made = await s.post('with proof', CREATE, body, await token())
    await s.get('is not active yet', 'com.atproto.server.getSession', {}, made.body.accessJwt)
    await s.get('has a status', 'com.atproto.server.checkAccountStatus', {}, made.body.accessJwt)
    await s.post('cannot be active while its identity is elsewhere', 'com.atproto.server.activateAccount', undefined, made.body.accessJwt)
    await s.post('comes once', CREATE, { ...body, handle: s.handle('bring') }, await token())
  },

  async 'what a sign-up must have'(s) {
    const handle = s.handle('lack')
    const email = `${handle}@mail.test`
    await s.post('no body', CREATE)
    await s.post('no handle', CREATE, { email, password: PASSWORD })
    await s.post('no e-mail', CREATE, { handle, password: PASSWORD })
    await s.post('a password that is no text', CREATE, { handle, email, password: 12345678 })
    await s.post('an e-mail that is none', CREATE, { handle, email: 'nobody', password: PASSWORD })
    await s.post('an e-mail of a throwaway domain', CREATE, { handle, email: 'someone@mailinator.com', password: PASSWORD })
    await s.post('a password of 257 letters', CREATE, { handle, email, password: 'x'.repeat(257) })
    await s.post('an operation of its own', CREATE, { handle, email, password: PASSWORD, plcOp: {} })
    await s.post('a DID without proof', CREATE, { handle, email, password: PASSWORD, did: 'did:plc:z72i7hdynmk6r22z27h6tvur' })
    await s.get('by GET', CREATE, { handle })
    await s.post('no password', CREATE, { handle, email })
  },

  async 'names and addresses are taken once'(s) {
    const first = await s.account('first')
    await signUp(s, 'the same e-mail in capitals', { handle: s.handle('other'), email: first.email.toUpperCase() })
    await signUp(s, 'the same handle in capitals', { handle: first.handle.toUpperCase(), email: `${s.handle('more')}@mail.test` })
  },

  async 'handles that no account gets'(s) {
    const bad = [
      'did:john', 'john.bsky.io', 'j.test', 'jayromy-johnber12345678910.test', 'jo_hn.test', 'jo!hn.test', 'jo%hn.test', 'jo&hn.test', 'jo*hn.test',
      'jo|hn.test', 'jo:hn.test', 'jo/hn.test', '-john.test', 'john-.test', 'john..test', 'john', '', 'a.john.test', 'about.test', 'atp.test', 'admin.test',
    ]
    for (const handle of bad) await signUp(s, handle || '(empty)', { handle, email: `${s.handle('bad')}@mail.test` })
  },

  async 'sign-ups race for a handle'(s) {
    const handle = s.handle('race')
    const bodies = ['one', 'two', 'three', 'four', 'five'].map((name) => ({ handle, email: `${name}-${handle}@mail.test`, password: `${PASSWORD} ${name}` }))
    const tries = await Promise.allSettled(bodies.map((body) => s.prepare(CREATE, { body })))
    s.note('one wins', tries.filter(({ status }) => status === 'fulfilled').length)
  },

  async 'the same sign-up five times at once'(s) {
    const handle = s.handle('same')
    const body = { handle, email: `${handle}@mail.test`, password: PASSWORD }
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => s.prepare(CREATE, { body })))
    const made = tries.filter(({ status }) => status === 'fulfilled').map(({ value }) => value.did)
    s.note('one account', new Set(made).size)
    s.note('are told of it', made.length)
  },

  async 'a forgotten password'(s) {
    const { handle, email, refreshJwt } = await s.account('forgot')
    await s.post('asks for a code', 'com.atproto.server.requestPasswordReset', { email })
    const token = await s.mailTo(email)
    await s.post('a wrong code', RESET, { token: 'aaaaa-bbbbb', password: 'battery staple' })
    await s.post('a new password that is too long', RESET, { token, password: 'x'.repeat(257) })
    await s.post('the code in small letters', RESET, { token: token.toLowerCase(), password: 'battery staple' })
    await s.post('the code again', RESET, { token, password: 'battery staple' })
    await s.post('the old password', SIGN_IN, { identifier: handle, password: PASSWORD })
    await s.post('the new password', SIGN_IN, { identifier: handle, password: 'battery staple' })
    await s.post('a session from before is over', 'com.atproto.server.refreshSession', undefined, refreshJwt)
  },

  async 'a forgotten password of nobody'(s) {
    await s.post('an address that nobody has', 'com.atproto.server.requestPasswordReset', { email: `${s.handle('nobody')}@mail.test` })
    await s.post('no address', 'com.atproto.server.requestPasswordReset', {})
    await s.post('a code without a password', RESET, { token: 'aaaaa-bbbbb' })
  },

  async 'the second code replaces the first'(s) {
    const { email } = await s.account('twice')
    await s.prepare('com.atproto.server.requestPasswordReset', { body: { email } })
    const first = await s.mailTo(email)
    await s.prepare('com.atproto.server.requestPasswordReset', { body: { email } })
    const second = await s.mailTo(email)
    await s.post('the first', RESET, { token: first, password: 'battery staple' })
    await s.post('the second', RESET, { token: second, password: 'battery staple' })
  },

  async 'a key is reserved'(s) {
    const did = 'did:plc:z72i7hdynmk6r22z27h6tvur'
    const first = await s.post('for a DID', 'com.atproto.server.reserveSigningKey', { did })
    const second = await s.post('again', 'com.atproto.server.reserveSigningKey', { did })
    const other = await s.post('for nobody yet', 'com.atproto.server.reserveSigningKey', {})
    s.note('the same for the same DID', [first, other].map(({ body }) => body.signingKey === second.body.signingKey))
  },
}
