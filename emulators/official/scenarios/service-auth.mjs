// Tokens for other services.
import { claims, header } from '../driver.mjs'

const METHOD = 'com.atproto.server.getServiceAuth'
const DID = 'did:web:service.example'
const now = () => Math.floor(Date.now() / 1000)

export const scenarios = {
  async 'a token for a service'(s) {
    const { did, accessJwt: token } = await s.account('service')
    for (const [step, params] of [
      ['for a method', { aud: DID, lxm: 'com.atproto.repo.uploadBlob' }],
      ['for a service by its id', { aud: `${DID}#atproto_pds`, lxm: 'com.atproto.repo.uploadBlob' }],
      ['for all methods', { aud: DID }],
      ['for half an hour', { aud: DID, lxm: 'com.atproto.repo.uploadBlob', exp: now() + 1800 }],
      ['for all methods, half a minute', { aud: DID, exp: now() + 30 }],
      ['to move', { aud: DID, lxm: 'com.atproto.server.createAccount' }],
    ]) {
      const { body, status } = await s.get(step, METHOD, params, token)
      if (status !== 200) continue
      const { iss, aud, lxm, ...rest } = claims(body.token)
      s.note(`${step}: says`, { iss: iss === did, aud, lxm, rest: Object.keys(rest).sort(), typ: header(body.token).typ, alg: header(body.token).alg })
    }
  },

  async 'a token that is not given'(s) {
    const { accessJwt: token } = await s.account('refused')
    const lxm = 'com.atproto.repo.uploadBlob'
    await s.get('nobody', METHOD, { aud: DID, lxm })
    await s.get('no audience', METHOD, { lxm }, token)
    await s.get('an audience that is no DID', METHOD, { aud: 'not-a-did', lxm }, token)
    await s.get('a DID of another kind', METHOD, { aud: 'did:foo:bar', lxm }, token)
    await s.get('a service without an id', METHOD, { aud: `${DID}#`, lxm }, token)
    await s.get('a method that is none', METHOD, { aud: DID, lxm: 'nonsense' }, token)
    await s.get('in the past', METHOD, { aud: DID, lxm, exp: now() - 100 }, token)
    await s.get('for two hours', METHOD, { aud: DID, lxm, exp: now() + 7200 }, token)
    await s.get('for all methods, two minutes', METHOD, { aud: DID, exp: now() + 120 }, token)
    await s.get('a time that is none', METHOD, { aud: DID, lxm, exp: 'soon' }, token)
    for (const method of [
      'com.atproto.server.createSession', 'com.atproto.server.deleteAccount', 'com.atproto.server.updateEmail', 'com.atproto.server.createAppPassword',
      'com.atproto.server.deactivateAccount', 'com.atproto.identity.signPlcOperation', 'com.atproto.identity.updateHandle', 'com.atproto.admin.sendEmail',
      'com.atproto.server.getAccountInviteCodes', 'com.atproto.server.refreshSession', 'chat.bsky.convo.sendMessage',
    ]) await s.get(`for ${method}`, METHOD, { aud: DID, lxm: method }, token)
  },
}
