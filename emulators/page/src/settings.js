// Light or dark, the keys, signing out.
import { find } from './dom.js'

const KEY = 'tiktoktoe.theme'

function show(theme) {
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme
  } else {
    delete document.documentElement.dataset.theme
  }
}

/** Before anything is drawn, so that nothing flashes. */
export function applyTheme() {
  show(localStorage.getItem(KEY))
}

export class Settings {
  #dialog = find('settings')

  /** @param {() => void} onSignOut */
  constructor(onSignOut) {
    const chosen = localStorage.getItem(KEY) ?? 'system'
    for (const radio of this.#dialog.querySelectorAll('input[name="theme"]')) {
      radio.checked = radio.value === chosen
      radio.addEventListener('change', () => {
        localStorage.setItem(KEY, radio.value)
        show(radio.value)
      })
    }
    find('settings-close').addEventListener('click', () => this.#dialog.close())
    find('sign-out').addEventListener('click', () => {
      this.#dialog.close()
      onSignOut()
    })
  }

  open() {
    this.#dialog.showModal()
  }
}
