// The address of an account: confirmed, changed.
const SESSION = 'com.atproto.server.getSession'
const ASK_CONFIRM = 'com.atproto.server.requestEmailConfirmation'
const CONFIRM = 'com.atproto.server.confirmEmail'
const ASK_UPDATE = 'com.atproto.server.requestEmailUpdate'
const UPDATE = 'com.atproto.server.updateEmail'

/** An account whose address is confirmed. */
async function confirmed(s, name) {
  const account = await s.account(name)
  await s.prepare(ASK_CONFIRM, { token: account.accessJwt })
  await s.prepare(CONFIRM, { body: { email: account.email, token: await s.mailTo(account.email) }, token: account.accessJwt })
  return account
}

export const scenarios = {
  async 'an address is confirmed'(s) {
    const { email, accessJwt: token } = await s.account('confirm')
    await s.get('not at first', SESSION, {}, token)
    await s.post('asks for a code', ASK_CONFIRM, undefined, token)
    const code = await s.mailTo(email)
    await s.post('a wrong code', CONFIRM, { email, token: '123456' }, token)
    await s.post('another address', CONFIRM, { email: 'someone@mail.test', token: code }, token)
    await s.post('no code', CONFIRM, { email }, token)
    await s.post('nobody', CONFIRM, { email, token: code })
    await s.post('the address in capitals', CONFIRM, { email: email.toUpperCase(), token: code.toLowerCase() }, token)
    await s.get('is confirmed', SESSION, {}, token)
    await s.post('the code again', CONFIRM, { email, token: code }, token)
    await s.post('asks once more', ASK_CONFIRM, undefined, token)
  },

  async 'an address that is not confirmed is changed'(s) {
    const { accessJwt: token, email: old } = await s.account('change')
    await s.post('needs no code', ASK_UPDATE, undefined, token)
    const email = `new-${old}`
    await s.post('is changed', UPDATE, { email }, token)
    const session = await s.get('is seen', SESSION, {}, token)
    s.note('the new one', session.body.email === email)
  },

  async 'an address that is confirmed is changed'(s) {
    const { accessJwt: token, email: old } = await confirmed(s, 'replace')
    const email = `new-${old}`
    await s.post('not without a code', UPDATE, { email }, token)
    await s.post('asks for one', ASK_UPDATE, undefined, token)
    const code = await s.mailTo(old)
    await s.post('a wrong code', UPDATE, { email, token: '123456' }, token)
    await s.post('an address that is none', UPDATE, { email: 'nobody', token: code }, token)
    await s.post('an address of a throwaway domain', UPDATE, { email: 'someone@mailinator.com', token: code }, token)
    await s.post('is changed', UPDATE, { email, token: code }, token)
    const session = await s.get('is not confirmed any more', SESSION, {}, token)
    s.note('the new one', session.body.email === email)
    await s.post('the code again', UPDATE, { email: old, token: code }, token)
  },

  async 'an address of somebody else'(s) {
    const first = await s.account('owner')
    const { accessJwt: token } = await s.account('thief')
    await s.post('is refused', UPDATE, { email: first.email }, token)
    await s.post('in capitals too', UPDATE, { email: first.email.toUpperCase() }, token)
    await s.post('nobody', UPDATE, { email: 'someone@mail.test' })
    await s.post('no address', UPDATE, {}, token)
  },

  async 'a code is for one thing'(s) {
    const { email, did, accessJwt: token, password } = await s.account('purpose')
    await s.prepare(ASK_CONFIRM, { token })
    const code = await s.mailTo(email)
    await s.post('not for a password', 'com.atproto.server.resetPassword', { token: code, password: 'battery staple' })
    await s.post('not for the end', 'com.atproto.server.deleteAccount', { did, password, token: code })
    const other = await s.account('purpose')
    await s.post('not for another account', CONFIRM, { email: other.email, token: code }, other.accessJwt)
    await s.post('but for this', CONFIRM, { email, token: code }, token)
  },

  async 'who may ask for codes'(s) {
    for (const method of [ASK_CONFIRM, ASK_UPDATE, 'com.atproto.server.requestAccountDelete', 'com.atproto.identity.requestPlcOperationSignature']) {
      await s.post(`nobody: ${method.split('.').at(-1)}`, method)
    }
  },
}
