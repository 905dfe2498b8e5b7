// The end of an account.
import { PASSWORD } from '../driver.mjs'

const ASK = 'com.atproto.server.requestAccountDelete'
const DELETE = 'com.atproto.server.deleteAccount'

export const scenarios = {
  async 'an account is deleted'(s) {
    const { handle, did, email, accessJwt, refreshJwt } = await s.account('leave')
    const record = { repo: did, collection: 'app.bsky.feed.post', record: { $type: 'app.bsky.feed.post', text: 'hm', createdAt: new Date().toISOString() } }
    await s.prepare('com.atproto.repo.createRecord', { body: record, token: accessJwt })
    await s.post('asks for a code', ASK, undefined, accessJwt)
    const token = await s.mailTo(email)
    await s.post('a wrong code', DELETE, { did, password: PASSWORD, token: '123456' })
    await s.post('a wrong password', DELETE, { did, password: 'battery staple', token })
    await s.post('no code', DELETE, { did, password: PASSWORD })
    await s.post('somebody who is nobody', DELETE, { did: 'did:plc:z72i7hdynmk6r22z27h6tvur', password: PASSWORD, token })
    await s.post('the code and the password', DELETE, { did, password: PASSWORD, token: token.toLowerCase() })
    await s.post('cannot sign in', 'com.atproto.server.createSession', { identifier: handle, password: PASSWORD })
    await s.post('cannot go on', 'com.atproto.server.refreshSession', undefined, refreshJwt)
    await s.get('is nobody', 'com.atproto.server.getSession', {}, accessJwt)
    await s.post('cannot write', 'com.atproto.repo.createRecord', record, accessJwt)
    await s.get('cannot be found', 'com.atproto.identity.resolveHandle', { handle })
    await s.get('has no repository', 'com.atproto.repo.describeRepo', { repo: did })
    await s.get('has no commit', 'com.atproto.sync.getLatestCommit', { did })
    await s.get('has no status', 'com.atproto.sync.getRepoStatus', { did })
    await s.post('is deleted once', DELETE, { did, password: PASSWORD, token })
    await s.post('its handle is free', 'com.atproto.server.createAccount', { handle, email, password: PASSWORD })
  },

  async 'an account that pauses is deleted'(s) {
    const { did, email, accessJwt } = await s.account('paused')
    await s.prepare('com.atproto.server.deactivateAccount', { body: {}, token: accessJwt })
    await s.post('asks for a code', ASK, undefined, accessJwt)
    const token = await s.mailTo(email)
    await s.post('is deleted', DELETE, { did, password: PASSWORD, token })
  },
}
