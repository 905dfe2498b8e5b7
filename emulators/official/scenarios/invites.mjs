// A server that asks for invitations.
import { ADMIN, PASSWORD } from '../driver.mjs'

const CREATE = 'com.atproto.server.createInviteCode'
const CREATE_MANY = 'com.atproto.server.createInviteCodes'
const OWN = 'com.atproto.server.getAccountInviteCodes'
const SIGN_UP = 'com.atproto.server.createAccount'
const DISABLE = 'com.atproto.admin.disableInviteCodes'

function invited(s, inviteCode) {
  const handle = s.handle('guest')
  return { handle, email: `${handle}@mail.test`, password: PASSWORD, ...(inviteCode === undefined ? {} : { inviteCode }) }
}

const code = async (s, useCount, forAccount) =>
  (await s.prepare(CREATE, { body: { useCount, ...(forAccount ? { forAccount } : {}) }, token: ADMIN })).code

const guest = async (s) => s.prepare(SIGN_UP, { body: invited(s, await code(s, 1)) })

export const scenarios = {
  async 'a server that asks for invitations says so'(s) {
    await s.get('anybody', 'com.atproto.server.describeServer')
  },

  async 'a sign-up by invitation'(s) {
    const made = await s.post('a code for two', CREATE, { useCount: 2 }, ADMIN)
    await s.post('none', SIGN_UP, invited(s))
    await s.post('one that is none', SIGN_UP, invited(s, 'fake-invite'))
    await s.post('an empty one', SIGN_UP, invited(s, ''))
    await s.post('the code', SIGN_UP, invited(s, made.body.code))
    await s.post('again', SIGN_UP, invited(s, made.body.code))
    await s.post('used up', SIGN_UP, invited(s, made.body.code))
  },

  async 'ten sign-ups race for a code'(s) {
    const inviteCode = await code(s, 1)
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => s.prepare(SIGN_UP, { body: invited(s, inviteCode) })))
    s.note('one wins', tries.filter(({ status }) => status === 'fulfilled').length)
  },

  async 'who makes codes'(s) {
    const { accessJwt: token, did } = await guest(s)
    await s.post('nobody', CREATE, { useCount: 1 })
    await s.post('an account', CREATE, { useCount: 1 }, token)
    await s.post('nobody, many', CREATE_MANY, { useCount: 1, codeCount: 1 })
    await s.post('no count', CREATE, {}, ADMIN)
    await s.post('many for three', CREATE_MANY, { codeCount: 2, useCount: 2, forAccounts: [did, 'did:example:two', 'did:example:three'] }, ADMIN)
    await s.post('many for nobody', CREATE_MANY, { codeCount: 3, useCount: 1 }, ADMIN)
  },

  async 'codes of an account'(s) {
    const { accessJwt: token, did } = await guest(s)
    const gift = await code(s, 2, did)
    await s.get('nobody', OWN)
    await s.get('a gift', OWN, { createAvailable: 'false' }, token)
    await s.prepare(SIGN_UP, { body: invited(s, gift) })
    await s.get('used once', OWN, { createAvailable: 'false', includeUsed: 'false' }, token)
    await s.prepare(SIGN_UP, { body: invited(s, gift) })
    await s.get('used up, seen', OWN, { createAvailable: 'false' }, token)
    await s.get('used up, not seen', OWN, { createAvailable: 'false', includeUsed: 'false' }, token)
  },

  async 'codes that are disabled'(s) {
    const { did } = await guest(s)
    const [first, second] = [await code(s, 1), await code(s, 1, did)]
    await s.post('nobody disables', DISABLE, { codes: [first] })
    await s.post('one by its name, one by its owner', DISABLE, { codes: [first], accounts: [did] }, ADMIN)
    await s.post('the one', SIGN_UP, invited(s, first))
    await s.post('the other', SIGN_UP, invited(s, second))
    await s.post("the operator's own", DISABLE, { accounts: ['admin'] }, ADMIN)
  },

  async 'codes of an account that is taken down'(s) {
    const { did } = await guest(s)
    const inviteCode = await code(s, 1, did)
    const body = { subject: { $type: 'com.atproto.admin.defs#repoRef', did }, takedown: { applied: true } }
    await s.prepare('com.atproto.admin.updateSubjectStatus', { body, token: ADMIN })
    await s.post('are worth nothing', SIGN_UP, invited(s, inviteCode))
  },
}
