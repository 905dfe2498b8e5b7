// Signing in, going on, signing out.
import { ADMIN, PASSWORD, claims, header } from '../driver.mjs'

const SIGN_IN = 'com.atproto.server.createSession'
const REFRESH = 'com.atproto.server.refreshSession'
const SESSION = 'com.atproto.server.getSession'
const SIGN_OUT = 'com.atproto.server.deleteSession'

const takeDown = (s, did, applied) =>
  s.post(applied ? 'the operator takes it down' : 'the operator lets it be again', 'com.atproto.admin.updateSubjectStatus', {
    subject: { $type: 'com.atproto.admin.defs#repoRef', did },
    takedown: { applied },
  }, ADMIN)

export const scenarios = {
  async 'the tokens of a sign-up'(s) {
    const { accessJwt, refreshJwt, did } = await s.account('signup')
    await s.get('who is it', SESSION, {}, accessJwt)
    const next = await s.post('a new pair', REFRESH, undefined, refreshJwt)
    s.note('of the same account', next.body.did === did)
    await s.get('who is it with the new one', SESSION, {}, next.body.accessJwt)
    await s.post('a third pair', REFRESH, undefined, next.body.refreshJwt)
  },

  async 'what the tokens say'(s) {
    const { accessJwt, refreshJwt, did } = await s.account('claims')
    for (const [name, jwt] of [['access', accessJwt], ['refresh', refreshJwt]]) {
      const { scope, sub, iat, exp, ...rest } = claims(jwt)
      s.note(name, { typ: header(jwt).typ, scope, ofTheAccount: sub === did, rest: Object.keys(rest).sort() })
      s.note(`${name}: lives`, exp - iat)
    }
  },

  async 'the ways to name an account'(s) {
    const { handle, email, did } = await s.account('names')
    await s.post('handle', SIGN_IN, { identifier: handle, password: PASSWORD })
    await s.post('handle in capitals', SIGN_IN, { identifier: handle.toUpperCase(), password: PASSWORD })
    await s.post('e-mail', SIGN_IN, { identifier: email, password: PASSWORD })
    await s.post('e-mail in capitals', SIGN_IN, { identifier: email.toUpperCase(), password: PASSWORD })
    await s.post('DID', SIGN_IN, { identifier: did, password: PASSWORD })
    await s.post('handle with an @', SIGN_IN, { identifier: `@${handle}`, password: PASSWORD })
  },

  async 'a sign-in that fails'(s) {
    const { handle } = await s.account('fails')
    await s.post('a wrong password', SIGN_IN, { identifier: handle, password: 'battery staple' })
    await s.post('an account that is none', SIGN_IN, { identifier: s.handle('nobody'), password: PASSWORD })
    await s.post('an e-mail that is none', SIGN_IN, { identifier: `${s.handle('nobody')}@mail.test`, password: PASSWORD })
    await s.post('no password', SIGN_IN, { identifier: handle })
    await s.post('an empty password', SIGN_IN, { identifier: handle, password: '' })
    await s.post('a password of 600 letters', SIGN_IN, { identifier: handle, password: 'x'.repeat(600) })
    await s.post('no body', SIGN_IN)
  },

  async 'no token, or none that counts'(s) {
    const { accessJwt, refreshJwt } = await s.account('tokens')
    await s.get('none', SESSION)
    await s.get('no JWT', SESSION, {}, 'nonsense')
    await s.get('a changed signature', SESSION, {}, `${accessJwt.slice(0, -8)}AAAAAAAA`)
    await s.get('the refresh token', SESSION, {}, refreshJwt)
    await s.get('the operator', SESSION, {}, ADMIN)
    await s.post('refresh with the access token', REFRESH, undefined, accessJwt)
    await s.post('refresh with none', REFRESH)
    await s.post('refresh with no JWT', REFRESH, undefined, 'nonsense')
    await s.post('sign out with the access token', SIGN_OUT, undefined, accessJwt)
    await s.post('sign out with none', SIGN_OUT)
  },

  async 'a refresh token used twice'(s) {
    const { refreshJwt } = await s.account('grace')
    const first = await s.post('once', REFRESH, undefined, refreshJwt)
    const second = await s.post('again at once', REFRESH, undefined, refreshJwt)
    const [old, a, b] = [refreshJwt, first.body.refreshJwt, second.body.refreshJwt].map((jwt) => claims(jwt).jti)
    s.note('the same next token both times', { same: a === b, another: a !== old })
    await s.post('the next one goes on', REFRESH, undefined, second.body.refreshJwt)
  },

  async 'a session that is ended'(s) {
    const { refreshJwt, accessJwt } = await s.account('ended')
    await s.post('signs out', SIGN_OUT, undefined, refreshJwt)
    await s.post('cannot go on', REFRESH, undefined, refreshJwt)
    await s.post('signs out again', SIGN_OUT, undefined, refreshJwt)
    await s.get('the access token lives on', SESSION, {}, accessJwt)
  },

  async 'other sessions stay when one ends'(s) {
    const { handle, refreshJwt } = await s.account('others')
    const other = await s.prepare(SIGN_IN, { body: { identifier: handle, password: PASSWORD } })
    await s.post('one ends', SIGN_OUT, undefined, refreshJwt)
    await s.post('the other goes on', REFRESH, undefined, other.refreshJwt)
  },

  async 'an account that is taken down'(s) {
    const { handle, did, accessJwt, refreshJwt } = await s.account('down')
    await takeDown(s, did, true)
    await s.post('cannot sign in', SIGN_IN, { identifier: handle, password: PASSWORD })
    await s.post('cannot sign in with a wrong password', SIGN_IN, { identifier: handle, password: 'battery staple' })
    const weak = await s.post('signs in to leave', SIGN_IN, { identifier: handle, password: PASSWORD, allowTakendown: true })
    if (weak.status === 200) s.note('with a weak token', claims(weak.body.accessJwt).scope)
    await s.post('cannot go on', REFRESH, undefined, refreshJwt)
    await s.get('is nobody', SESSION, {}, accessJwt)
    await s.get('cannot be found', 'com.atproto.identity.resolveHandle', { handle })
    await s.get('says why', 'com.atproto.sync.getRepoStatus', { did })
    await s.get('the operator sees it', 'com.atproto.admin.getSubjectStatus', { did }, ADMIN)
    await takeDown(s, did, false)
    await s.post('can sign in again', SIGN_IN, { identifier: handle, password: PASSWORD })
  },

  async 'who may take down'(s) {
    const { did, accessJwt } = await s.account('judge')
    const body = { subject: { $type: 'com.atproto.admin.defs#repoRef', did }, takedown: { applied: true } }
    await s.post('nobody', 'com.atproto.admin.updateSubjectStatus', body)
    await s.post('the account itself', 'com.atproto.admin.updateSubjectStatus', body, accessJwt)
  },

  async 'an account that pauses'(s) {
    const { handle, did, accessJwt, refreshJwt } = await s.account('pause')
    const record = { repo: did, collection: 'app.bsky.feed.post', record: { $type: 'app.bsky.feed.post', text: 'hm', createdAt: new Date().toISOString() } }
    await s.post('pauses', 'com.atproto.server.deactivateAccount', {}, accessJwt)
    await s.get('says so', 'com.atproto.sync.getRepoStatus', { did })
    await s.get('cannot be found', 'com.atproto.identity.resolveHandle', { handle })
    await s.get('knows itself', SESSION, {}, accessJwt)
    await s.post('signs in', SIGN_IN, { identifier: did, password: PASSWORD })
    await s.post('goes on', REFRESH, undefined, refreshJwt)
    await s.post('cannot write', 'com.atproto.repo.createRecord', record, accessJwt)
    await s.get('shows nothing', 'com.atproto.repo.describeRepo', { repo: did })
    await s.get('exports nothing', 'com.atproto.sync.getLatestCommit', { did })
    await s.get('has a status', 'com.atproto.server.checkAccountStatus', {}, accessJwt)
    await s.post('comes back', 'com.atproto.server.activateAccount', undefined, accessJwt)
    await s.get('is active', 'com.atproto.sync.getRepoStatus', { did })
    await s.post('writes', 'com.atproto.repo.createRecord', record, accessJwt)
    await s.post('pauses without a token', 'com.atproto.server.deactivateAccount', {})
  },
}
