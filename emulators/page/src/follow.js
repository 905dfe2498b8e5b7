// Following an account; all its buttons on the page agree.
import { make, nameOf } from './dom.js'

/** Told to the buttons of an account and to the document when it was followed or left: {did, uri}. */
const CHANGED = 'follow-changed'

/**
 * A button that follows and unfollows; hidden for the signed-in account itself.
 *
 * @param {{agent: object, onFault: (message: string) => void}} owner
 */
export function followButton(actor, owner) {
  const button = make('button', 'button follow small', { type: 'button' })
  actor.viewer ??= {}
  const show = () => {
    const { following } = actor.viewer
    button.textContent = following ? 'Following' : 'Follow'
    button.setAttribute('aria-label', `Follow ${nameOf(actor)}`)
    button.setAttribute('aria-pressed', Boolean(following))
    button.hidden = actor.did === owner.agent.session?.did
  }
  button.dataset.did = actor.did
  button.addEventListener(CHANGED, ({ detail }) => {
    actor.viewer.following = detail.uri
    show()
  })
  const announce = (uri) => {
    const detail = { did: actor.did, uri }
    actor.viewer.following = uri
    const same = document.querySelectorAll(`.follow[data-did="${actor.did}"]`)
    same.forEach((one) => one.dispatchEvent(new CustomEvent(CHANGED, { detail })))
    document.dispatchEvent(new CustomEvent(CHANGED, { detail }))
  }
  button.addEventListener('click', async () => {
    const before = actor.viewer.following
    button.disabled = true
    announce(before ? undefined : 'pending')
    try {
      if (before) {
        await owner.agent.deleteFollow(before)
      } else {
        announce((await owner.agent.follow(actor.did)).uri)
      }
    } catch (e) {
      announce(before)
      owner.onFault(`That was not taken: ${e.message}`)
    } finally {
      button.disabled = false
    }
  })
  show()
  return button
}

/** Calls `act` with {did, uri} whenever an account was followed or left on this page. */
export function onFollow(act) {
  document.addEventListener(CHANGED, ({ detail }) => detail.uri !== 'pending' && act(detail))
}
