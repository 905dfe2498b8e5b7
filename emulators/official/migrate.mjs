// Moves an account from one personal data server to another with the official sequence of calls. Each step asks
// first whether it is done, so a run that was broken off is simply started again.
import { AtpAgent } from '@atproto/api'

/** The steps in their order; `run` can stop after any of them. */
export const STEPS = ['account', 'repo', 'blobs', 'preferences', 'identity', 'activate', 'deactivate']

/**
 * @param from, to    { service, handle, password, mailed }: where, under which handle and password; `mailed(email)` gives
 *                    the newest code that the server mailed there. `to` has `email` as well.
 * @param stopAfter   one of STEPS; nothing after it is done
 * @param log         hears of each step
 */
export async function migrate({ from, to, stopAfter, log = () => {} }) {
  const move = { from, to, old: await signedIn(from), log }
  for (const step of STEPS) {
    await steps[step](move)
    log(step)
    if (step === stopAfter) return { ...move, stopped: true }
  }
  return move
}

/** Signs in at a server and stays there, wherever the identity points. */
export async function signedIn({ service, handle, password }) {
  const agent = new AtpAgent({ service })
  await agent.login({ identifier: handle, password })
  agent.sessionManager.pdsUrl = new URL(service)
  return agent
}

const steps = {
  async account(move) {
    const { old, to } = move
    const fresh = new AtpAgent({ service: to.service })
    const { data: server } = await fresh.com.atproto.server.describeServer()
    try {
      move.new = await signedIn({ ...to, handle: old.did })
      return
    } catch (e) {
      if (e.error !== 'AuthenticationRequired') throw e
    }
    const { data: auth } = await old.com.atproto.server.getServiceAuth({
      aud: server.did,
      lxm: 'com.atproto.server.createAccount',
    })
    await fresh.com.atproto.server.createAccount(
      { handle: to.handle, email: to.email, password: to.password, did: old.did },
      { headers: { authorization: `Bearer ${auth.token}` }, encoding: 'application/json' },
    )
    move.new = await signedIn({ ...to, handle: old.did })
  },

  async repo(move) {
    const { data: there } = await move.old.com.atproto.server.checkAccountStatus()
    const { data: here } = await move.new.com.atproto.server.checkAccountStatus()
    if (here.activated || here.indexedRecords === there.indexedRecords) return
    const { data: car } = await move.old.com.atproto.sync.getRepo({ did: move.old.did })
    await move.new.com.atproto.repo.importRepo(car, { encoding: 'application/vnd.ipld.car' })
  },

  async blobs(move) {
    for (;;) {
      const { data } = await move.new.com.atproto.repo.listMissingBlobs({ limit: 100 })
      if (data.blobs.length === 0) return
      for (const { cid } of data.blobs) {
        const blob = await move.old.com.atproto.sync.getBlob({ did: move.old.did, cid })
        await move.new.com.atproto.repo.uploadBlob(blob.data, { encoding: blob.headers['content-type'] })
        move.log(`blob ${cid}`)
      }
    }
  },

  async preferences(move) {
    const { data } = await move.old.app.bsky.actor.getPreferences()
    await move.new.app.bsky.actor.putPreferences(data)
  },

  async identity(move) {
    const { data: status } = await move.new.com.atproto.server.checkAccountStatus()
    if (status.validDid) return
    const { data: credentials } = await move.new.com.atproto.identity.getRecommendedDidCredentials()
    await move.old.com.atproto.identity.requestPlcOperationSignature()
    const token = await move.from.mailed(move.old.session.email)
    const { data: signed } = await move.old.com.atproto.identity.signPlcOperation({ token, ...credentials })
    await move.new.com.atproto.identity.submitPlcOperation({ operation: signed.operation })
  },

  async activate(move) {
    const { data: status } = await move.new.com.atproto.server.checkAccountStatus()
    if (!status.activated) await move.new.com.atproto.server.activateAccount()
  },

  async deactivate(move) {
    const { data: status } = await move.old.com.atproto.server.checkAccountStatus()
    if (status.activated) await move.old.com.atproto.server.deactivateAccount({})
  },
}

/** Why a move is not complete; empty when it is. */
export async function faults({ old, new: fresh }) {
  const { data: there } = await old.com.atproto.server.checkAccountStatus()
  const { data: here } = await fresh.com.atproto.server.checkAccountStatus()
  const found = []
  if (!here.activated) found.push('the account is not active at the new server')
  if (!here.validDid) found.push('the identity does not point at the new server')
  if (there.activated) found.push('the account is still active at the old server')
  if (there.validDid) found.push('the identity still points at the old server')
  if (here.expectedBlobs !== here.importedBlobs) found.push(`${here.importedBlobs} of ${here.expectedBlobs} blobs`)
  for (const field of ['indexedRecords', 'expectedBlobs', 'repoBlocks']) {
    if (here[field] !== there[field]) found.push(`${field}: ${there[field]} before, ${here[field]} now`)
  }
  return found
}
