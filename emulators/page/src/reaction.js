// A like or a repost: one button that shows the new state at once and takes it back if the server refuses.
import { icon, make, short } from './dom.js'

const KINDS = {
  like: {
    symbol: 'heart',
    name: 'Like',
    count: 'likeCount',
    set: (agent, post) => agent.like(post.uri, post.cid),
    unset: (agent, uri) => agent.deleteLike(uri),
  },
  repost: {
    symbol: 'repost',
    name: 'Repost',
    count: 'repostCount',
    set: (agent, post) => agent.repost(post.uri, post.cid),
    unset: (agent, uri) => agent.deleteRepost(uri),
  },
}

export class Reaction {
  #kind
  #post
  #owner
  #busy = false

  /**
   * @param {'like' | 'repost'} kind
   * @param {object} post view of the post; its count and viewer state are kept true
   * @param {{agent: object, onFault: (message: string) => void}} owner
   */
  constructor(kind, post, owner) {
    this.#kind = { key: kind, ...KINDS[kind] }
    this.#post = post
    this.#owner = owner
    post.viewer ??= {}
    this.button = make('button', `act ${kind}`, { type: 'button' }, icon(this.#kind.symbol))
    this.button.append(make('span', 'count'))
    this.button.addEventListener('click', () => this.toggle())
    this.#show()
  }

  get isSet() {
    return Boolean(this.#post.viewer[this.#kind.key])
  }

  async toggle() {
    if (this.#busy) {
      return
    }
    this.#busy = true
    const { key, name, set, unset } = this.#kind
    const before = this.#post.viewer[key]
    this.#set(before ? undefined : 'pending')
    try {
      if (before) {
        await unset(this.#owner.agent, before)
      } else {
        this.#post.viewer[key] = (await set(this.#owner.agent, this.#post)).uri
      }
    } catch (e) {
      this.#set(before)
      this.#owner.onFault(`The ${name.toLowerCase()} was not taken: ${e.message}`)
    } finally {
      this.#busy = false
    }
  }

  #set(uri) {
    const { key, count } = this.#kind
    this.#post[count] = (this.#post[count] ?? 0) + (uri ? 1 : 0) - (this.isSet ? 1 : 0)
    this.#post.viewer[key] = uri
    this.#show()
  }

  #show() {
    const count = this.#post[this.#kind.count] ?? 0
    this.button.querySelector('.count').textContent = short(count)
    this.button.setAttribute('aria-pressed', this.isSet)
    this.button.setAttribute('aria-label', `${this.#kind.name}, ${count} so far`)
  }
}
