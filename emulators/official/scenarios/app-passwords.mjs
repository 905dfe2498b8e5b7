// Passwords for apps, which open less.
import { PASSWORD, claims } from '../driver.mjs'

const CREATE = 'com.atproto.server.createAppPassword'
const LIST = 'com.atproto.server.listAppPasswords'
const REVOKE = 'com.atproto.server.revokeAppPassword'
const SIGN_IN = 'com.atproto.server.createSession'
const REFRESH = 'com.atproto.server.refreshSession'

const post = (did) => ({
  repo: did,
  collection: 'app.bsky.feed.post',
  record: { $type: 'app.bsky.feed.post', text: 'hm', createdAt: '2026-01-02T03:04:05.678Z' },
})

/** What a session of an app may not do, each with a body that would pass. */
async function refusals(s, name, { accessJwt: token, did, handle }) {
  await s.post(`${name}: makes no password`, CREATE, { name: 'another' }, token)
  await s.post(`${name}: does not pause the account`, 'com.atproto.server.deactivateAccount', {}, token)
  await s.post(`${name}: does not wake the account`, 'com.atproto.server.activateAccount', undefined, token)
  await s.post(`${name}: does not end the account`, 'com.atproto.server.requestAccountDelete', undefined, token)
  await s.post(`${name}: does not change the e-mail`, 'com.atproto.server.updateEmail', { email: `${handle}2@mail.test` }, token)
  await s.post(`${name}: asks for no operation`, 'com.atproto.identity.requestPlcOperationSignature', undefined, token)
  await s.post(`${name}: signs no operation`, 'com.atproto.identity.signPlcOperation', {}, token)
  await s.get(`${name}: sees no invite codes`, 'com.atproto.server.getAccountInviteCodes', {}, token)
  await s.get(`${name}: gets a token for uploads`, 'com.atproto.server.getServiceAuth', { aud: 'did:web:a.example', lxm: 'com.atproto.repo.uploadBlob' }, token)
  await s.get(`${name}: gets a token for messages`, 'com.atproto.server.getServiceAuth', { aud: 'did:web:a.example', lxm: 'chat.bsky.convo.getLog' }, token)
  await s.get(`${name}: gets a token to move`, 'com.atproto.server.getServiceAuth', { aud: 'did:web:a.example', lxm: 'com.atproto.server.createAccount' }, token)
  await s.post(`${name}: writes`, 'com.atproto.repo.createRecord', post(did), token)
  await s.get(`${name}: knows the account`, 'com.atproto.server.getSession', {}, token)
}

export const scenarios = {
  async 'a password for an app'(s) {
    const owner = await s.account('apps')
    const made = await s.post('is made', CREATE, { name: 'phone' }, owner.accessJwt)
    const app = await s.post('signs in', SIGN_IN, { identifier: owner.handle, password: made.body.password })
    s.note('for less', claims(app.body.accessJwt).scope)
    await refusals(s, 'app', app.body)
    const next = await s.post('goes on', REFRESH, undefined, app.body.refreshJwt)
    s.note('for less still', claims(next.body.accessJwt).scope)
    await s.post('still makes no password', CREATE, { name: 'another' }, next.body.accessJwt)
    await s.get('is listed for the app', LIST, {}, next.body.accessJwt)
    await s.get('is listed for the owner', LIST, {}, owner.accessJwt)
    await s.post('is revoked by the app', REVOKE, { name: 'phone' }, next.body.accessJwt)
    await s.get('is listed no more', LIST, {}, owner.accessJwt)
    await s.post('cannot go on', REFRESH, undefined, next.body.refreshJwt)
    await s.post('cannot sign in', SIGN_IN, { identifier: owner.handle, password: made.body.password })
    await s.post('the owner goes on', REFRESH, undefined, owner.refreshJwt)
  },

  async 'a password for an app that may do more'(s) {
    const owner = await s.account('more')
    const made = await s.post('is made', CREATE, { name: 'chat', privileged: true }, owner.accessJwt)
    const app = await s.post('signs in', SIGN_IN, { identifier: owner.email, password: made.body.password })
    s.note('for more', claims(app.body.accessJwt).scope)
    await refusals(s, 'privileged', app.body)
    await s.get('is listed', LIST, {}, owner.accessJwt)
  },

  async 'passwords for apps that are refused'(s) {
    const { accessJwt: token, did } = await s.account('noapp')
    await s.post('nobody makes one', CREATE, { name: 'phone' })
    await s.get('nobody lists them', LIST)
    await s.post('nobody revokes one', REVOKE, { name: 'phone' })
    await s.post('no name', CREATE, {}, token)
    await s.post('an empty name', CREATE, { name: '' }, token)
    await s.post('the first of its name', CREATE, { name: 'phone' }, token)
    await s.post('the second of its name', CREATE, { name: 'phone' }, token)
    await s.post('one that is none is revoked', REVOKE, { name: 'nothing' }, token)
    await s.get('one is left', LIST, {}, token)
    await s.post("a DID and the account's own password", SIGN_IN, { identifier: did, password: PASSWORD })
  },

  async 'a new password ends the apps'(s) {
    const owner = await s.account('renew')
    const { password } = await s.prepare(CREATE, { body: { name: 'phone' }, token: owner.accessJwt })
    const app = await s.prepare(SIGN_IN, { body: { identifier: owner.handle, password } })
    await s.prepare('com.atproto.server.requestPasswordReset', { body: { email: owner.email } })
    await s.prepare('com.atproto.server.resetPassword', { body: { token: await s.mailTo(owner.email), password: 'battery staple' } })
    await s.post('the session of the app', REFRESH, undefined, app.refreshJwt)
    await s.post('the password of the app', SIGN_IN, { identifier: owner.handle, password })
  },

  async 'preferences of an owner and an app'(s) {
    const owner = await s.account('birth')
    const { password } = await s.prepare(CREATE, { body: { name: 'phone' }, token: owner.accessJwt })
    const app = await s.prepare(SIGN_IN, { body: { identifier: owner.handle, password } })
    const details = { $type: 'app.bsky.actor.defs#personalDetailsPref', birthDate: '2000-01-02T00:00:00.000Z' }
    await s.prepare('app.bsky.actor.putPreferences', { body: { preferences: [details] }, token: owner.accessJwt })
    await s.get('the app does not see the birthday', 'app.bsky.actor.getPreferences', {}, app.accessJwt)
    await s.post('nor sets it', 'app.bsky.actor.putPreferences', { preferences: [details] }, app.accessJwt)
    await s.post('nor removes it', 'app.bsky.actor.putPreferences', { preferences: [] }, app.accessJwt)
    await s.get('the owner still has it', 'app.bsky.actor.getPreferences', {}, owner.accessJwt)
  },
}
