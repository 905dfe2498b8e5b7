// An account: who it is, and its videos as a board of posters.
import { avatar, find, icon, isStill, make, short, watchLink } from './dom.js'
import { followButton, onFollow } from './follow.js'
import { fileOf, videoOf, videosBy } from './listing.js'

export class Profile {
  #owner
  #head = find('profile-head')
  #grid = find('grid')
  #observer
  #actor
  #numbers

  /** @param {object} owner as the others', and `onEdit: (profile: object) => void` */
  constructor(owner) {
    this.#owner = owner
    this.#observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) {
        this.#more()
      }
    })
    onFollow(({ did, uri }) => this.#followed(did, uri))
  }

  /** What the grid shows, for the feed that a tile opens. */
  listing

  async open(actor) {
    this.#observer.disconnect()
    this.#head.replaceChildren()
    this.#grid.replaceChildren()
    find('grid-note').textContent = ''
    try {
      const { data } = await this.#owner.agent.getProfile({ actor })
      this.#actor = data
      this.#showHead(data)
      this.listing = videosBy(this.#owner.agent, data.did)
      await this.#more()
      this.#observer.observe(find('grid-end'))
    } catch (e) {
      find('grid-note').textContent = `The profile cannot be read: ${e.message}`
    }
  }

  #showHead(actor) {
    const mine = actor.did === this.#owner.agent.session.did
    const act = mine ? this.#button('Edit profile', () => this.#owner.onEdit(actor)) : followButton(actor, this.#owner)
    this.#numbers = make('dl', 'numbers')
    this.#showNumbers()
    const name = make('h1', '', { id: 'profile-name', tabIndex: -1 }, actor.displayName || actor.handle)
    const handle = make('p', 'handle', {}, `@${actor.handle}`)
    const about = make('p', 'about', {}, actor.description ?? '')
    const acts = make('div', 'acts', {}, act)
    if (mine) {
      acts.append(this.#button('Settings', this.#owner.onSettings))
    }
    const who = make('div', 'who', {}, name, handle)
    this.#head.replaceChildren(avatar(actor), who, this.#numbers, about, acts)
  }

  #button(text, act) {
    const button = make('button', 'button quiet small', { type: 'button' }, text)
    button.addEventListener('click', act)
    return button
  }

  #showNumbers() {
    const { followersCount, followsCount } = this.#actor
    const number = (count, word) =>
      make('div', '', {}, make('dt', '', {}, word), make('dd', '', {}, short(count)))
    this.#numbers.replaceChildren(number(followersCount, 'Followers'), number(followsCount, 'Following'))
  }

  #followed(did, uri) {
    if (this.#actor?.did === did) {
      this.#actor.followersCount = Math.max(0, (this.#actor.followersCount ?? 0) + (uri ? 1 : -1))
      this.#showNumbers()
    }
  }

  async #more() {
    const { listing } = this
    await listing.more()
    if (listing !== this.listing) {
      return
    }
    const tiles = listing.posts.slice(this.#grid.children.length).map((post) => this.#tile(post))
    this.#grid.append(...tiles)
    if (this.#grid.children.length === 0) {
      find('grid-note').textContent = 'No videos yet.'
    }
    if (listing.ended) {
      this.#observer.disconnect()
    }
  }

  #tile(post) {
    const video = videoOf(post)
    const picture = make('img', 'poster', { src: video.thumbnail ?? '', alt: '', loading: 'lazy' })
    const likes = make('span', 'likes', {}, icon('heart'), short(post.likeCount))
    const tile = make('a', 'tile', { href: watchLink(post.uri) }, picture, likes)
    const text = post.record.text || video.alt || 'Video'
    tile.setAttribute('aria-label', `${text}, ${post.likeCount ?? 0} likes`)
    const move = (name) => !isStill() && video.thumbnail && (picture.src = fileOf(video, name))
    for (const event of ['pointerenter', 'focus']) {
      tile.addEventListener(event, () => move('preview.webp'))
    }
    for (const event of ['pointerleave', 'blur']) {
      tile.addEventListener(event, () => move('thumbnail.jpg'))
    }
    return make('li', '', {}, tile)
  }
}
