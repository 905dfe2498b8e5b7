// The feed of what one follows, and what a newcomer sees before there is any.
import { find, toast } from './dom.js'
import { Feed } from './feed.js'
import { onFollow } from './follow.js'
import { timeline } from './listing.js'
import { personRow, suggestions } from './people.js'

const NEW_POST_ATTEMPTS = 8

export class Home {
  #owner
  #stale = true

  constructor(owner, wishes) {
    this.#owner = owner
    this.feed = new Feed(find('home-feed'), owner, wishes)
    find('reload').addEventListener('click', () => this.reload())
    onFollow(() => (this.#stale = true))
  }

  clear() {
    this.feed.clear()
    this.#stale = true
  }

  /** Goes on where it was left, unless there is nothing, or whom one follows has changed. */
  async open() {
    if (this.#stale || this.feed.length === 0) {
      await this.reload()
    } else {
      this.feed.showWishes()
      await this.feed.resume()
    }
  }

  async reload() {
    find('empty').hidden = true
    try {
      await this.feed.show(timeline(this.#owner.agent))
      this.#stale = false
      find('empty').hidden = this.feed.length > 0
      if (this.feed.length === 0) {
        await this.#welcomeNewcomer()
      } else if (document.body.dataset.view === 'feed') {
        await this.feed.resume()
      }
    } catch (e) {
      this.#say('The feed cannot be read', e.message)
      find('empty').hidden = false
    }
  }

  #say(title, text) {
    find('empty-title').textContent = title
    find('empty-text').textContent = text
  }

  async #welcomeNewcomer() {
    this.#say('Your move', 'Post the first video, or follow somebody: what they post plays here.')
    const people = await suggestions(this.#owner.agent)
    find('suggested').hidden = people.length === 0
    find('suggested-list').replaceChildren(...people.map((actor) => personRow(actor, this.#owner)))
  }

  /** The timeline follows the post within moments, not at once. */
  async posted(uri) {
    toast('Posted.')
    const has = () => this.feed.listing?.has(uri)
    for (let attempt = 0; attempt < NEW_POST_ATTEMPTS && !has(); attempt++) {
      await new Promise((resume) => setTimeout(resume, attempt * 400))
      await this.reload()
    }
    if (!has()) {
      toast('Posted. It appears in the feed shortly.')
    }
  }
}
