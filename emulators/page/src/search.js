// Finding accounts, while one types.
import { find, isMissing } from './dom.js'
import { personRow } from './people.js'

const PAUSE_MS = 200
const ROWS = 25

export class Search {
  #owner
  #input = find('search-input')
  #list = find('search-list')
  #timer
  #serial = 0
  /** Without the server's search a whole handle still leads to its account. */
  #isWhole = false

  constructor(owner) {
    this.#owner = owner
    this.#input.addEventListener('input', () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#look(false), PAUSE_MS)
    })
    find('search-form').addEventListener('submit', (event) => {
      event.preventDefault()
      clearTimeout(this.#timer)
      this.#look(true)
    })
  }

  open() {
    this.#input.focus({ preventScroll: true })
  }

  async #look(submitted) {
    const q = this.#input.value.trim().replace(/^@/, '')
    const serial = ++this.#serial
    if (!q) {
      this.#show([], '')
      return
    }
    if (this.#isWhole && !submitted) {
      return
    }
    try {
      const actors = this.#isWhole ? await this.#exactly(q) : await this.#find(q, submitted)
      if (serial === this.#serial) {
        this.#show(actors, actors.length > 0 ? '' : `Nobody here is called ${q}.`)
      }
    } catch (e) {
      this.#refused(e)
    }
  }

  async #find(q, submitted) {
    const { agent } = this.#owner
    const { data } = submitted
      ? await agent.searchActors({ q, limit: ROWS })
      : await agent.searchActorsTypeahead({ q, limit: 10 })
    return data.actors
  }

  async #exactly(actor) {
    try {
      return [(await this.#owner.agent.getProfile({ actor })).data]
    } catch (e) {
      if (e.status === 400) {
        return []
      }
      throw e
    }
  }

  #refused(e) {
    if (isMissing(e)) {
      this.#isWhole = true
      this.#show([], 'This server does not search. Write a whole handle and press Enter.')
    } else {
      this.#show([], `The search failed: ${e.message}`)
    }
  }

  #show(actors, note) {
    this.#list.replaceChildren(...actors.map((actor) => personRow(actor, this.#owner)))
    find('search-note').textContent = note
  }
}
