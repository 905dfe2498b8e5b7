// Wires the page: who is signed in decides between the form and the feed.
import { Composer } from './composer.js'
import { Feed } from './feed.js'
import { createAgent, demoAccounts, resume } from './session.js'
import { avatar } from './slide.js'

const find = (id) => document.getElementById(id)
const signIn = find('sign-in')
const agent = createAgent(() => showWelcome('Your session has ended. Sign in again.'))
const feed = new Feed(find('feed'), { agent, onFault: toast })
const composer = new Composer(agent, posted)

let toastTimer
function toast(message) {
  clearTimeout(toastTimer)
  find('toast').textContent = message
  toastTimer = setTimeout(() => (find('toast').textContent = ''), 5000)
}

function showWelcome(message = '') {
  feed.clear()
  find('sign-in-error').textContent = message
  document.body.dataset.view = 'welcome'
}

async function showFeed() {
  document.body.dataset.view = 'feed'
  find('me').replaceChildren(avatar(agent.session), `@${agent.session.handle}`)
  await reload()
  find('feed').focus({ preventScroll: true })
}

async function reload() {
  find('empty').hidden = true
  try {
    await feed.refresh()
    empty('Nothing to watch yet', 'Videos of the accounts you follow, and your own, play here.')
  } catch (e) {
    empty('The feed cannot be read', e.message)
  }
}

function empty(title, text) {
  find('empty-title').textContent = title
  find('empty-text').textContent = text
  find('empty').hidden = feed.length > 0
}

/** The timeline follows the post within moments, not at once. */
async function posted(uri) {
  toast('Posted.')
  for (let attempt = 0; attempt < 8 && !feed.has(uri); attempt++) {
    await new Promise((resume) => setTimeout(resume, attempt * 400))
    await reload()
  }
  if (!feed.has(uri)) {
    toast('Posted. It appears in the feed shortly.')
  }
}

async function logIn(handle, password) {
  const buttons = document.querySelectorAll('#welcome button')
  find('sign-in-error').textContent = ''
  buttons.forEach((button) => (button.disabled = true))
  try {
    await agent.login({ identifier: handle.replace(/^@/, ''), password })
    await showFeed()
  } catch (e) {
    find('sign-in-error').textContent = e.message
  } finally {
    buttons.forEach((button) => (button.disabled = false))
  }
}

async function showDemo() {
  const accounts = await demoAccounts()
  for (const { handle, password } of accounts) {
    const button = document.createElement('button')
    button.append(avatar({ handle }), `@${handle}`)
    button.className = 'chip'
    button.setAttribute('aria-label', `Sign in as ${handle}`)
    button.addEventListener('click', () => {
      fill({ handle, password })
      logIn(handle, password)
    })
    find('demo').append(button)
  }
  find('demo').hidden = accounts.length === 0
  if (accounts.length > 0 && !signIn.elements.handle.value) {
    fill(accounts[0])
  }
}

function fill({ handle, password }) {
  signIn.elements.handle.value = handle
  signIn.elements.password.value = password
}

const keys = {
  ArrowDown: () => feed.step(1),
  PageDown: () => feed.step(1),
  ArrowUp: () => feed.step(-1),
  PageUp: () => feed.step(-1),
  ' ': () => feed.active?.togglePlay(),
  m: () => feed.toggleSound(),
  c: () => feed.toggleCaptions(),
  l: () => feed.active?.toggleLike(),
}

document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea, dialog')
  const pressing = event.key === ' ' && event.target.closest('button')
  const act = keys[event.key]
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey
  if (act && plain && !typing && !pressing && document.body.dataset.view === 'feed') {
    event.preventDefault()
    act()
  }
})

signIn.addEventListener('submit', (event) => {
  event.preventDefault()
  logIn(signIn.elements.handle.value, signIn.elements.password.value)
})
find('sign-out').addEventListener('click', async () => {
  try {
    await agent.logout()
  } finally {
    showWelcome()
  }
})
find('reload').addEventListener('click', reload)
find('previous').addEventListener('click', () => feed.step(-1))
find('next').addEventListener('click', () => feed.step(1))
find('upload').addEventListener('click', () => {
  composer.choose()
})
find('compose').addEventListener('toggle', (event) =>
  event.newState === 'open' ? feed.pause() : feed.resume(),
)

showDemo().catch((e) => toast(`The demo accounts cannot be read: ${e.message}`))
if (await resume(agent)) {
  await showFeed()
} else {
  showWelcome()
}
