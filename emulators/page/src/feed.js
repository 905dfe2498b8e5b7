// A listing, one video a screen.
import { isStill } from './dom.js'
import { Slide } from './slide.js'

const LOAD_BEFORE_END = 3

/** What holds for all feeds of the page: a video starts without sound, so its words are shown. */
export class Wishes {
  muted = true
  captions = true
}

export class Feed {
  #root
  #owner
  #wishes
  #slides = []
  #listing
  #active = -1
  #open = false
  #observer

  /**
   * @param {HTMLElement} root the scrolling element
   * @param {object} owner as `Slide` says, without sound and captions
   * @param {Wishes} wishes
   */
  constructor(root, owner, wishes) {
    this.#root = root
    this.#wishes = wishes
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

  get listing() {
    return this.#listing
  }

  clear() {
    this.#observer.disconnect()
    this.#slides.forEach((slide) => slide.player.unload())
    this.#slides = []
    this.#listing = undefined
    this.#active = -1
    this.#root.replaceChildren()
  }

  /** Shows a listing from one of its videos on. */
  async show(listing, from = 0) {
    this.clear()
    this.#listing = listing
    if (listing.posts.length === 0) {
      await listing.more()
    }
    this.#add()
    this.#root.scrollTop = 0
    this.#slides[from]?.element.scrollIntoView({ behavior: 'instant' })
  }

  async #more() {
    const listing = this.#listing
    await listing.more()
    if (listing === this.#listing) {
      this.#add()
    }
  }

  #add() {
    for (const post of this.#listing.posts.slice(this.length)) {
      const slide = new Slide(post, this.#owner)
      slide.showSound(this.#wishes.muted)
      slide.showCaptions(this.#wishes.captions)
      this.#slides.push(slide)
      this.#root.append(slide.element)
      this.#observer.observe(slide.element)
    }
    this.#slides.forEach(({ element }, i) => {
      element.setAttribute('aria-posinset', i + 1)
      element.setAttribute('aria-setsize', this.#listing.ended ? this.length : -1)
    })
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
    this.active.element.inert = false
    if (this.#open) {
      this.resume()
    }
    this.#slides[index + 1]?.player.load()
    if (!this.#listing.ended && index >= this.length - LOAD_BEFORE_END) {
      this.#more().catch((e) => this.#owner.onFault(`The feed ends here: ${e.message}`))
    }
  }

  /** Scrolls to a neighbour: -1 is the previous video, 1 the next. */
  step(by) {
    const behavior = isStill() ? 'instant' : 'smooth'
    this.#slides[this.#active + by]?.element.scrollIntoView({ behavior })
  }

  toggleSound() {
    this.#wishes.muted = !this.#wishes.muted
    this.showWishes()
  }

  toggleCaptions() {
    this.#wishes.captions = !this.#wishes.captions
    this.showWishes()
  }

  showWishes() {
    this.#slides.forEach((slide) => {
      slide.showSound(this.#wishes.muted)
      slide.showCaptions(this.#wishes.captions)
    })
  }

  pause() {
    this.#open = false
    this.active?.player.pause()
  }

  async resume() {
    this.#open = true
    const slide = this.active
    const allowed = await slide?.activate(this.#wishes.muted)
    if (allowed === false && !this.#wishes.muted) {
      this.toggleSound()
      await slide.activate(true)
    }
  }
}
