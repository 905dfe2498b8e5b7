// Operations on an identity in the directory.
import { Secp256k1Keypair } from '@atproto/crypto'

const ASK = 'com.atproto.identity.requestPlcOperationSignature'
const SIGN = 'com.atproto.identity.signPlcOperation'
const SUBMIT = 'com.atproto.identity.submitPlcOperation'

/** Has the server sign what `change` makes of the identity, and submits it. */
async function submitted(s, account, step, change) {
  const { did, accessJwt: token, email } = account
  await s.prepare(ASK, { token })
  const { did: _, ...identity } = await s.plc(did)
  const signed = await s.post(`${step}: signed`, SIGN, { token: await s.mailTo(email), ...change(identity) }, token)
  if (signed.status === 200) await s.post(`${step}: submitted`, SUBMIT, { operation: signed.body.operation }, token)
}

export const scenarios = {
  async 'what an identity should say here'(s) {
    const { accessJwt: token } = await s.account('advice')
    await s.get('the account', 'com.atproto.identity.getRecommendedDidCredentials', {}, token)
    await s.get('nobody', 'com.atproto.identity.getRecommendedDidCredentials')
  },

  async 'an operation is signed and submitted'(s) {
    const account = await s.account('plc')
    const { did, email, accessJwt: token } = account
    const key = (await Secp256k1Keypair.create()).did()
    const before = await s.plc(did)
    const rotationKeys = [key, ...before.rotationKeys]
    await s.post('not without a code', SIGN, { rotationKeys }, token)
    await s.post('asks for one', ASK, undefined, token)
    const code = await s.mailTo(email)
    await s.post('a wrong code', SIGN, { token: '123456', rotationKeys }, token)
    await s.post('nobody', SIGN, { token: code, rotationKeys })
    const signed = await s.post('the code', SIGN, { token: code, rotationKeys }, token)
    const { operation } = signed.body
    s.note('changes only what was asked for', {
      rotationKeys: operation.rotationKeys[0] === key,
      rest: ['alsoKnownAs', 'verificationMethods', 'services'].map((part) => JSON.stringify(operation[part]) === JSON.stringify(before[part])),
    })
    await s.post('the code again', SIGN, { token: code, rotationKeys }, token)
    await s.post('nobody submits', SUBMIT, { operation })
    await s.post('is submitted', SUBMIT, { operation }, token)
    s.note('the directory has it', (await s.plc(did)).rotationKeys[0] === key)
    await s.post('the same once more', SUBMIT, { operation }, token)
  },

  async 'operations that would break an account'(s) {
    const account = await s.account('broken')
    const key = (await Secp256k1Keypair.create()).did()
    await submitted(s, account, "without the server's key", () => ({ rotationKeys: [key] }))
    await submitted(s, account, 'another signing key', () => ({ verificationMethods: { atproto: key } }))
    await submitted(s, account, 'another handle', () => ({ alsoKnownAs: ['at://somebody-else.test'] }))
    await submitted(s, account, 'another server', () => ({
      services: { atproto_pds: { type: 'AtprotoPersonalDataServer', endpoint: 'https://example.com' } },
    }))
    await submitted(s, account, 'another kind of server', ({ services }) => ({
      services: { atproto_pds: { ...services.atproto_pds, type: 'NotAPersonalDataServer' } },
    }))
    await s.post('no operation', SUBMIT, {}, account.accessJwt)
    await s.post('one that is none', SUBMIT, { operation: { type: 'nonsense' } }, account.accessJwt)
  },

  async 'an operation of somebody else'(s) {
    const first = await s.account('mine')
    const other = await s.account('yours')
    await s.prepare(ASK, { token: first.accessJwt })
    const { operation } = await s.prepare(SIGN, { body: { token: await s.mailTo(first.email) }, token: first.accessJwt })
    await s.post('is refused', SUBMIT, { operation }, other.accessJwt)
  },
}
