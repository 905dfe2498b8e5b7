// Who is signed in, kept between visits.
import { AtpAgent } from './vendor/atproto-api.js'

const KEY = 'tiktoktoe.session'

/**
 * An agent for this origin.
 *
 * @param {() => void} onLost called when the server no longer takes the session
 */
export function createAgent(onLost) {
  return new AtpAgent({
    service: location.origin,
    persistSession: (event, session) => {
      if (session) {
        localStorage.setItem(KEY, JSON.stringify(session))
      } else if (event !== 'network-error') {
        localStorage.removeItem(KEY)
      }
      if (event === 'expired') {
        onLost()
      }
    },
  })
}

/** Takes up the session of the last visit; false if there is none that still holds. */
export async function resume(agent) {
  const kept = localStorage.getItem(KEY)
  if (!kept) {
    return false
  }
  try {
    await agent.resumeSession(JSON.parse(kept))
    return true
  } catch {
    // Signing in again is the remedy for every cause, and the form that is shown next says why.
    localStorage.removeItem(KEY)
    return false
  }
}

let demo

/** The accounts that a local demo made, as {handle, password}; none where there is no demo. */
export function demoAccounts() {
  demo ??= readDemo()
  return demo
}

async function readDemo() {
  const answer = await fetch('/_dev/demo', { headers: { accept: 'application/json' } })
  if (answer.status === 404) {
    return []
  }
  if (!answer.ok) {
    throw new Error(`/_dev/demo answered ${answer.status}`)
  }
  return answer.json()
}
