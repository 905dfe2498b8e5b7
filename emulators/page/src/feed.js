// The signed-in account's timeline, one video a screen.
import { Slide, videoOf } from './slide.js'

const PAGE = 30
/** A page may hold no video; after so many of them the feed waits for the next scroll. */
const PAGES_AT_ONCE = 5
const LOAD_BEFORE_END = 3

export class Feed {
  #root
  #owner
  #slides = []
  #seen = new Set()
  #cursor
  #active = -1
  #loading = null
  #generation = 0
  #muted = true
  /** A video starts without sound, so its words are shown. */
  #captions = true
  #observer

  /**
   * @param {HTMLElement} root the scrolling element
   * @param {{agent: object, onFault: (message: string) => void}} owner
   */
  constructor(root, owner) {
    this.#root = root
    this.#owner = {
      ...owner,
      onToggleSound: () => this.toggleSound(),
      onToggleCaptions: () => this.toggleCaptions(),
    }
    this.#observer = new IntersectionObserver((entries) => this.#observed(entries), {
      root,
      threshold: 0.6,
    })
  }

  get length() {
    return this.#slides.length
  }

  get active() {
    return this.#slides[this.#active]
  }

  has(uri) {
    return this.#seen.has(uri)
  }

  clear() {
    this.#generation++
    this.#observer.disconnect()
    this.#slides.forEach((slide) => slide.player.unload())
    this.#slides = []
    this.#seen.clear()
    this.#cursor = undefined
    this.#active = -1
    this.#loading = null
    this.#root.replaceChildren()
  }

  /** Starts again from the newest video. */
  async refresh() {
    this.clear()
    await this.#more()
    this.#root.scrollTop = 0
  }

  #more() {
    this.#loading ??= this.#load(this.#generation).finally(() => (this.#loading = null))
    return this.#loading
  }

  async #load(generation) {
    const before = this.length
    for (let page = 0; page < PAGES_AT_ONCE && this.length === before; page++) {
      const { data } = await this.#owner.agent.getTimeline({ limit: PAGE, cursor: this.#cursor })
      if (generation !== this.#generation) {
        return
      }
      data.feed.forEach((item) => this.#add(item.post))
      this.#cursor = data.cursor
      if (!this.#cursor) {
        break
      }
    }
    this.#slides.forEach(({ element }, i) => {
      element.setAttribute('aria-posinset', i + 1)
      element.setAttribute('aria-setsize', this.#cursor ? -1 : this.length)
    })
  }

  #add(post) {
    // A repost shows the same video again.
    if (!videoOf(post) || this.#seen.has(post.uri)) {
      return
    }
    this.#seen.add(post.uri)
    const slide = new Slide(post, this.#owner)
    slide.showSound(this.#muted)
    slide.showCaptions(this.#captions)
    this.#slides.push(slide)
    this.#root.append(slide.element)
    this.#observer.observe(slide.element)
  }

  #observed(entries) {
    const shown = entries.find((entry) => entry.isIntersecting)
    if (shown) {
      this.#activate(this.#slides.findIndex((slide) => slide.element === shown.target))
    }
  }

  #activate(index) {
    if (index < 0 || index === this.#active) {
      return
    }
    this.active?.deactivate()
    this.#active = index
    this.#slides.forEach((slide, i) => {
      if (i !== index && i !== index + 1) {
        slide.player.unload()
      }
    })
    this.resume()
    this.#slides[index + 1]?.player.load()
    if (this.#cursor && index >= this.length - LOAD_BEFORE_END) {
      this.#more().catch((e) => this.#owner.onFault(`The feed ends here: ${e.message}`))
    }
  }


  /** Scrolls to a neighbour: -1 is the previous video, 1 the next. */
  step(by) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    this.#slides[this.#active + by]?.element.scrollIntoView({ behavior: still ? 'auto' : 'smooth' })
  }

  toggleSound() {
    this.#muted = !this.#muted
    this.#slides.forEach((slide) => slide.showSound(this.#muted))
  }

  toggleCaptions() {
    this.#captions = !this.#captions
    this.#slides.forEach((slide) => slide.showCaptions(this.#captions))
  }

  pause() {
    this.active?.player.pause()
  }

  async resume() {
    const slide = this.active
    const allowed = await slide?.activate(this.#muted)
    if (allowed === false && !this.#muted) {
      this.toggleSound()
      await slide.activate(true)
    }
  }
}
