// The first screen: sign in, or sign up.
import { avatar, find, make } from './dom.js'
import { demoAccounts } from './session.js'

const PAUSE_MS = 350

export class Welcome {
  #agent
  #onIn
  #signIn = find('sign-in')
  #signUp = find('sign-up')
  #domain = ''
  #timer

  /** @param {() => Promise<void>} onIn called when somebody is signed in */
  constructor(agent, onIn) {
    this.#agent = agent
    this.#onIn = onIn
    this.#signIn.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#logIn(this.#signIn.elements.handle.value, this.#signIn.elements.password.value)
    })
    this.#signUp.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#create()
    })
    this.#signUp.elements.handle.addEventListener('input', () => this.#typed())
    find('to-sign-up').addEventListener('click', () => this.#turn(true))
    find('to-sign-in').addEventListener('click', () => this.#turn(false))
  }

  async open(message = '') {
    document.body.dataset.view = 'welcome'
    find('sign-in-error').textContent = message
    this.#turn(false, false)
    await this.#showDemo()
  }

  #turn(toSignUp, focus = true) {
    find('in').hidden = toSignUp
    find('up').hidden = !toSignUp
    if (toSignUp) {
      this.#readDomain()
    }
    if (focus) {
      const form = toSignUp ? this.#signUp : this.#signIn
      form.elements.handle.focus()
    }
  }

  async #readDomain() {
    if (this.#domain) {
      return
    }
    try {
      const { data } = await this.#agent.com.atproto.server.describeServer()
      this.#domain = data.availableUserDomains[0]
      find('domain').textContent = this.#domain
      this.#typed()
      find('invite').hidden = !data.inviteCodeRequired
    } catch (e) {
      find('sign-up-error').textContent = e.message
    }
  }

  get #handle() {
    const name = this.#signUp.elements.handle.value.trim().replace(/^@/, '').toLowerCase()
    return name.includes('.') ? name : name + this.#domain
  }

  /** Tells while one types whether the name is free. */
  #typed() {
    clearTimeout(this.#timer)
    const hint = find('handle-hint')
    hint.textContent = ''
    delete hint.dataset.free
    if (this.#signUp.elements.handle.value.trim().length < 3 || !this.#domain) {
      return
    }
    this.#timer = setTimeout(async () => {
      const handle = this.#handle
      const free = await this.#isFree(handle)
      if (free !== undefined && handle === this.#handle) {
        hint.textContent = free ? `@${handle} is yours to take` : `@${handle} is not to be had`
        hint.dataset.free = free
      }
    }, PAUSE_MS)
  }

  async #isFree(handle) {
    try {
      const { data } = await this.#agent.com.atproto.temp.checkHandleAvailability({ handle })
      return data.result.$type === 'com.atproto.temp.checkHandleAvailability#resultAvailable'
    } catch {
      // A courtesy: signing up says what is wrong with a name.
      return undefined
    }
  }

  async #create() {
    const { email, password, invite } = this.#signUp.elements
    await this.#try('sign-up-error', async () => {
      await this.#readDomain()
      await this.#agent.createAccount({
        handle: this.#handle,
        email: email.value.trim(),
        password: password.value,
        ...(invite.value.trim() && { inviteCode: invite.value.trim() }),
      })
    })
  }

  #logIn(handle, password) {
    const identifier = handle.trim().replace(/^@/, '')
    return this.#try('sign-in-error', () => this.#agent.login({ identifier, password }))
  }

  async #try(error, act) {
    const buttons = document.querySelectorAll('#welcome button')
    find(error).textContent = ''
    buttons.forEach((button) => (button.disabled = true))
    try {
      await act()
      this.#signIn.reset()
      this.#signUp.reset()
      find('handle-hint').textContent = ''
      await this.#onIn()
    } catch (e) {
      find(error).textContent = e.message
    } finally {
      buttons.forEach((button) => (button.disabled = false))
    }
  }

  async #showDemo() {
    const accounts = await demoAccounts()
    const chips = accounts.map(({ handle, password }) => {
      const button = make('button', 'chip', {}, avatar({ handle }), `@${handle}`)
      button.setAttribute('aria-label', `Sign in as ${handle}`)
      button.addEventListener('click', () => {
        this.#fill({ handle, password })
        this.#logIn(handle, password)
      })
      return button
    })
    find('demo').replaceChildren(find('demo').firstElementChild, ...chips)
    find('demo').hidden = accounts.length === 0
    if (accounts.length > 0 && !this.#signIn.elements.handle.value) {
      this.#fill(accounts[0])
    }
  }

  #fill({ handle, password }) {
    this.#signIn.elements.handle.value = handle
    this.#signIn.elements.password.value = password
  }
}
