// One video of the feed: its element and what can be done with it.
import { Captions } from './captions.js'
import { avatar, icon, isStill, make, nameOf, profileLink, short, words } from './dom.js'
import { followButton } from './follow.js'
import { videoOf } from './listing.js'
import { Player } from './player.js'
import { Reaction } from './reaction.js'
import { Scrubber } from './scrubber.js'

/** Up to this ratio of width to height a video may lose its edges to fill the screen. */
const FILLS_UP_TO = 0.66
/** Two taps within this time are one double tap. */
const DOUBLE_MS = 250

export class Slide {
  #owner
  #tapTimer

  /**
   * @param {object} post view of the post
   * @param {{agent: object, onToggleSound: () => void, onToggleCaptions: () => void, onComments: (slide: Slide) => void,
   *     onShare: (post: object) => void, onFault: (message: string) => void}} owner
   */
  constructor(post, owner) {
    this.post = post
    this.#owner = owner
    this.like = new Reaction('like', post, owner)
    this.element = this.#build()
  }

  #build() {
    const { post } = this
    const view = videoOf(post)
    const ratio = view.aspectRatio ? view.aspectRatio.width / view.aspectRatio.height : 9 / 16
    this.video = make('video', 'video', {
      poster: view.thumbnail ?? '',
      playsInline: true,
      muted: true,
      loop: true,
      preload: 'none',
    })
    this.video.setAttribute('aria-label', view.alt || `Video by ${nameOf(post.author)}`)
    this.cues = make('p', 'cues')
    this.captions = new Captions(this.video, this.cues, () => (this.captionsButton.hidden = false))
    this.player = new Player(this.video, view.playlist, this.captions, (message) => this.#fault(message))
    this.scrubber = new Scrubber(this.video, view)
    this.notice = make('p', 'notice', { hidden: true })
    this.notice.setAttribute('role', 'status')
    this.frame = make('div', 'frame')
    this.frame.style.setProperty('--ratio', ratio)
    this.frame.classList.toggle('fills', ratio <= FILLS_UP_TO)
    if (view.thumbnail) {
      this.frame.append(make('img', 'backdrop', { src: view.thumbnail, alt: '', loading: 'lazy' }))
    }
    const pause = make('div', 'paused', { ariaHidden: 'true' }, icon('play'))
    this.frame.append(this.video, pause, this.notice, this.#caption(), this.scrubber.element)
    const card = make('div', 'card', {}, this.frame, this.#rail())
    const article = make('article', 'slide', { tabIndex: -1, inert: true }, card)
    article.setAttribute('aria-label', `Video by ${nameOf(post.author)}`)
    article.dataset.uri = post.uri
    this.#listen()
    return article
  }

  #caption() {
    const { author, record } = this.post
    const link = make('a', 'who', { href: profileLink(author) }, avatar(author), make('span', 'names'))
    if (author.displayName) {
      link.lastChild.append(make('b', 'name', {}, author.displayName))
    }
    link.lastChild.append(make('span', 'handle', {}, `@${author.handle}`))
    const line = make('div', 'author', {}, link, followButton(author, this.#owner))
    const text = words('text', record)
    // A long text is opened by a tap on it.
    text.addEventListener('click', (event) => {
      event.stopPropagation()
      text.classList.toggle('is-open')
    })
    return make('div', 'caption', {}, this.cues, line, text)
  }

  #rail() {
    const button = (className, label, act) => {
      const made = make('button', `act ${className}`, { type: 'button' }, icon(className))
      made.setAttribute('aria-label', label)
      made.addEventListener('click', act)
      return made
    }
    this.commentsButton = button('reply', '', () => this.#owner.onComments(this))
    this.commentsButton.append(make('span', 'count'))
    this.soundButton = button('muted', '', () => this.#owner.onToggleSound())
    this.captionsButton = button('captions', 'Captions', () => this.#owner.onToggleCaptions())
    this.captionsButton.hidden = true
    const share = button('share', 'Share', () => this.#owner.onShare(this.post))
    const repost = new Reaction('repost', this.post, this.#owner)
    this.showReplies()
    this.showSound(true)
    this.showCaptions(true)
    const acts = [this.like.button, this.commentsButton, repost.button, share]
    const rail = make('div', 'rail', {}, ...acts, this.captionsButton, this.soundButton)
    rail.setAttribute('role', 'group')
    rail.setAttribute('aria-label', 'What to do with this video')
    return rail
  }

  #listen() {
    this.frame.addEventListener('click', (event) => {
      if (event.target.closest('a, button, input')) {
        return
      }
      if (this.#tapTimer) {
        clearTimeout(this.#tapTimer)
        this.#tapTimer = undefined
        this.#doubleTap(event)
      } else {
        this.#tapTimer = setTimeout(() => {
          this.#tapTimer = undefined
          this.togglePlay()
        }, DOUBLE_MS)
      }
    })
    for (const event of ['play', 'pause']) {
      this.video.addEventListener(event, () =>
        this.element.classList.toggle('is-paused', this.video.paused && Boolean(this.active)),
      )
    }
  }

  #doubleTap({ clientX, clientY }) {
    if (!this.like.isSet) {
      this.like.toggle()
    }
    if (!isStill()) {
      const box = this.frame.getBoundingClientRect()
      const heart = make('div', 'burst', { ariaHidden: 'true' }, icon('heart'))
      heart.style.left = `${clientX - box.left}px`
      heart.style.top = `${clientY - box.top}px`
      heart.addEventListener('animationend', () => heart.remove())
      this.frame.append(heart)
    }
  }

  #fault(message) {
    this.notice.textContent = message
    this.notice.hidden = false
  }

  /** Begins to play, silently if the browser demands it. */
  async activate(muted) {
    this.active = true
    this.element.inert = false
    this.notice.hidden = true
    return this.player.play(muted)
  }

  deactivate() {
    this.active = false
    this.element.inert = true
    this.player.pause()
    this.element.classList.remove('is-paused')
  }

  togglePlay() {
    if (this.video.paused) {
      this.activate(this.video.muted)
    } else {
      this.player.pause()
    }
  }

  showSound(muted) {
    this.video.muted = muted
    this.soundButton.replaceChildren(icon(muted ? 'muted' : 'sound'))
    this.soundButton.setAttribute('aria-label', muted ? 'Turn sound on' : 'Turn sound off')
  }

  showCaptions(on) {
    this.captions.on = on
    this.captionsButton.setAttribute('aria-pressed', on)
  }

  showReplies() {
    const count = this.post.replyCount ?? 0
    this.commentsButton.querySelector('.count').textContent = short(count)
    this.commentsButton.setAttribute('aria-label', `Comments, ${count} so far`)
  }
}
