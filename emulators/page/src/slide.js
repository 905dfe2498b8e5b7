// One video of the feed: its element, its numbers and its like.
import { RichText } from './vendor/atproto-api.js'
import { Captions } from './captions.js'
import { Player } from './player.js'

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
/** Up to this ratio of width to height a video may lose its edges to fill the screen. */
const FILLS_UP_TO = 0.66

/** The video that a post shows, or undefined. */
export function videoOf(post) {
  const embed = post.embed
  const media = embed?.$type === 'app.bsky.embed.recordWithMedia#view' ? embed.media : embed
  return media?.$type === 'app.bsky.embed.video#view' ? media : undefined
}

/** An element with properties and children; text is never read as markup. */
function make(tag, className, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), { className }, properties)
  element.append(...children)
  return element
}

function icon(name) {
  const namespace = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(namespace, 'svg')
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(namespace, 'use')
  use.setAttribute('href', `#${name}`)
  svg.append(use)
  return svg
}

/** A picture of an actor, or the first letter of its name on a colour of its own. */
export function avatar(actor) {
  if (actor.avatar) {
    return make('img', 'avatar', { src: actor.avatar, alt: '' })
  }
  const hue = [...actor.handle].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 360, 7)
  const letter = (actor.displayName || actor.handle).slice(0, 1).toUpperCase()
  const span = make('span', 'avatar', { ariaHidden: 'true' }, letter)
  span.style.setProperty('--hue', hue)
  return span
}

export class Slide {
  /**
   * @param {object} post view of the post
   * @param {{agent: object, onToggleSound: () => void, onToggleCaptions: () => void, onFault: (message: string) => void}} owner
   */
  constructor(post, owner) {
    this.post = post
    this.owner = owner
    this.viewer = { ...post.viewer }
    this.likes = post.likeCount ?? 0
    this.element = this.#build()
  }

  #build() {
    const { post } = this
    const video = videoOf(post)
    const ratio = video.aspectRatio ? video.aspectRatio.width / video.aspectRatio.height : 9 / 16
    this.video = make('video', 'video', {
      poster: video.thumbnail ?? '',
      playsInline: true,
      muted: true,
      loop: true,
      preload: 'none',
    })
    this.video.setAttribute('aria-label', video.alt || `Video by ${post.author.handle}`)
    this.cues = make('p', 'cues')
    this.captions = new Captions(this.video, this.cues, () => (this.captionsButton.hidden = false))
    const onFault = (message) => this.#fault(message)
    this.player = new Player(this.video, video.playlist, this.captions, onFault)
    this.progress = make('div', 'progress', { ariaHidden: 'true' })
    this.notice = make('p', 'notice', { hidden: true })
    const frame = make('div', 'frame')
    frame.style.setProperty('--ratio', ratio)
    frame.classList.toggle('fills', ratio <= FILLS_UP_TO)
    if (video.thumbnail) {
      frame.append(make('img', 'backdrop', { src: video.thumbnail, alt: '' }))
    }
    const pause = make('div', 'paused', { ariaHidden: 'true' }, icon('play'))
    frame.append(this.video, pause, this.notice, this.#caption(), this.progress)
    const card = make('div', 'card', {}, frame, this.#rail())
    const article = make('article', 'slide', { tabIndex: -1 }, card)
    article.setAttribute('aria-label', `Video by ${post.author.displayName || post.author.handle}`)
    article.dataset.uri = post.uri
    this.#listen(frame)
    return article
  }

  #caption() {
    const { author, record } = this.post
    const name = make('p', 'author', {}, avatar(author), make('span', 'names'))
    const names = name.lastChild
    if (author.displayName) {
      names.append(make('b', 'name', {}, author.displayName))
    }
    names.append(make('span', 'handle', {}, `@${author.handle}`))
    const text = make('p', 'text')
    for (const part of new RichText({ text: record.text ?? '', facets: record.facets }).segments()) {
      text.append(part.facet ? make('b', '', {}, part.text) : part.text)
    }
    return make('div', 'caption', {}, this.cues, name, text)
  }

  #rail() {
    this.likeButton = make('button', 'act like', {}, icon('heart'), make('span', 'count'))
    this.likeButton.addEventListener('click', () => this.toggleLike())
    this.soundButton = make('button', 'act sound', {}, icon('muted'))
    this.soundButton.addEventListener('click', () => this.owner.onToggleSound())
    this.captionsButton = make('button', 'act captions', { hidden: true }, icon('captions'))
    this.captionsButton.setAttribute('aria-label', 'Captions')
    this.captionsButton.addEventListener('click', () => this.owner.onToggleCaptions())
    this.#showLike()
    this.showSound(true)
    this.showCaptions(true)
    return make(
      'div',
      'rail',
      {},
      this.likeButton,
      this.#stat('reply', this.post.replyCount ?? 0, 'replies'),
      this.#stat('repost', this.post.repostCount ?? 0, 'reposts'),
      this.captionsButton,
      this.soundButton,
    )
  }

  #stat(name, count, words) {
    const number = make('span', 'count', {}, compact.format(count))
    const stat = make('div', `act ${name}`, {}, icon(name), number)
    stat.setAttribute('role', 'img')
    stat.setAttribute('aria-label', `${count} ${words}`)
    return stat
  }

  #listen(frame) {
    frame.addEventListener('click', () => this.togglePlay())
    frame.addEventListener('dblclick', () => this.viewer.like || this.toggleLike())
    this.video.addEventListener('timeupdate', () => {
      const { currentTime, duration } = this.video
      this.progress.style.setProperty('--done', duration ? currentTime / duration : 0)
    })
    for (const event of ['play', 'pause']) {
      this.video.addEventListener(event, () =>
        this.element.classList.toggle('is-paused', this.video.paused && this.active),
      )
    }
  }

  #fault(message) {
    this.notice.textContent = message
    this.notice.hidden = false
  }

  /** Begins to play, silently if the browser demands it. */
  async activate(muted) {
    this.active = true
    this.notice.hidden = true
    return this.player.play(muted)
  }

  deactivate() {
    this.active = false
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

  /** Shows the new state at once and takes it back if the server refuses. */
  async toggleLike() {
    if (this.liking) {
      return
    }
    this.liking = true
    const before = this.viewer.like
    this.#setLike(before ? undefined : 'pending')
    try {
      if (before) {
        await this.owner.agent.deleteLike(before)
      } else {
        this.viewer.like = (await this.owner.agent.like(this.post.uri, this.post.cid)).uri
      }
    } catch (e) {
      this.#setLike(before)
      this.owner.onFault(`The like was not taken: ${e.message}`)
    } finally {
      this.liking = false
    }
  }

  #setLike(uri) {
    this.likes += (uri ? 1 : 0) - (this.viewer.like ? 1 : 0)
    this.viewer.like = uri
    this.#showLike()
  }

  #showLike() {
    const liked = Boolean(this.viewer.like)
    this.likeButton.querySelector('.count').textContent = compact.format(this.likes)
    this.likeButton.setAttribute('aria-pressed', liked)
    this.likeButton.setAttribute('aria-label', `Like, ${this.likes} so far`)
  }
}
