// The name of an account.
import { ADMIN, PASSWORD } from '../driver.mjs'

const RESOLVE = 'com.atproto.identity.resolveHandle'
const UPDATE = 'com.atproto.identity.updateHandle'

export const scenarios = {
  async 'a handle is found'(s) {
    const { handle, did } = await s.account('find')
    const found = await s.get('as it is', RESOLVE, { handle })
    s.note('its account', found.body.did === did)
    await s.get('in capitals', RESOLVE, { handle: handle.toUpperCase() })
    await s.get('that nobody has', RESOLVE, { handle: s.handle('nobody') })
    await s.get('that is none', RESOLVE, { handle: 'no handle' })
    await s.get('no handle', RESOLVE)
    await s.get('of another server that does not exist', RESOLVE, { handle: 'nobody.invalid' })
  },

  async 'a handle is changed'(s) {
    const { handle: old, did, accessJwt: token } = await s.account('before')
    const handle = s.handle('after')
    await s.post('is changed', UPDATE, { handle }, token)
    await s.get('the old one leads nowhere', RESOLVE, { handle: old })
    const found = await s.get('the new one is found', RESOLVE, { handle })
    s.note('its account', found.body.did === did)
    s.note('the directory says so', (await s.plc(did)).alsoKnownAs.map((name) => name === `at://${handle}`))
    const session = await s.get('the session says so', 'com.atproto.server.getSession', {}, token)
    s.note('the new one', session.body.handle === handle)
    await s.post('signs in with it', 'com.atproto.server.createSession', { identifier: handle, password: PASSWORD })
    await s.post('not with the old one', 'com.atproto.server.createSession', { identifier: old, password: PASSWORD })
    await s.post('the same once more', UPDATE, { handle: handle.toUpperCase() }, token)
    await s.post('the old one is free', 'com.atproto.server.createAccount', { handle: old, email: `${old}2@mail.test`, password: PASSWORD })
  },

  async 'a handle that is taken'(s) {
    const first = await s.account('taken')
    const { accessJwt: token, did, handle } = await s.account('wants')
    await s.post('is refused', UPDATE, { handle: first.handle }, token)
    await s.post('in capitals too', UPDATE, { handle: first.handle.toUpperCase() }, token)
    s.note('the directory is as before', (await s.plc(did)).alsoKnownAs.map((name) => name === `at://${handle}`))
    await s.post('nobody', UPDATE, { handle: s.handle('free') })
    await s.post('no handle', UPDATE, {}, token)
  },

  async 'handles that no account changes to'(s) {
    const bad = [
      'did:john', 'john.bsky.io', 'j.test', 'jayromy-johnber12345678910.test', 'jo_hn.test', 'jo!hn.test', 'jo%hn.test', 'jo&hn.test', 'jo*hn.test',
      'jo|hn.test', 'jo:hn.test', 'jo/hn.test', 'a.john.test', 'about.test', 'atp.test', 'noexist.invalid', 'handle.invalid',
    ]
    const { accessJwt: token } = await s.account('bad')
    for (const handle of bad) await s.post(handle, UPDATE, { handle }, token)
  },

  async 'the operator changes a handle'(s) {
    const { did, accessJwt } = await s.account('named')
    const handle = s.handle('byadmin')
    const method = 'com.atproto.admin.updateAccountHandle'
    await s.post('the account itself', method, { did, handle }, accessJwt)
    await s.post('nobody', method, { did, handle })
    await s.post('the operator', method, { did, handle }, ADMIN)
    await s.get('is found', RESOLVE, { handle })
  },
}
