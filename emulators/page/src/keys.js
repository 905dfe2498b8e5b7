// The keys of the feed, and those that work everywhere.
import { find } from './dom.js'

/**
 * @param {() => import('./feed.js').Feed | undefined} feed what is on screen and plays, if anything
 * @param {{onComments: () => void, onUpload: () => void, onSearch: () => void, onSettings: () => void}} acts
 */
export function listenToKeys(feed, acts) {
  const ofFeed = {
    ArrowDown: (on) => on.step(1),
    PageDown: (on) => on.step(1),
    j: (on) => on.step(1),
    ArrowUp: (on) => on.step(-1),
    PageUp: (on) => on.step(-1),
    k: (on) => on.step(-1),
    ' ': (on) => on.active?.togglePlay(),
    m: (on) => on.toggleSound(),
    c: (on) => on.toggleCaptions(),
    l: (on) => on.active?.like.toggle(),
    r: () => acts.onComments(),
  }
  const everywhere = { n: acts.onUpload, '/': acts.onSearch, '?': acts.onSettings }
  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    const typing = target.closest('input:not([type="range"]), textarea, dialog')
    const range = key.startsWith('Page') || key.startsWith('Arrow') ? target.closest('input') : null
    const pressing = key === ' ' && target.closest('button, a')
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (!plain || typing || range || pressing || find('nav').hidden) {
      return
    }
    const shown = feed()
    const act = (shown && ofFeed[key] && (() => ofFeed[key](shown))) ?? everywhere[key]
    if (act) {
      event.preventDefault()
      act()
    }
  })
}
