// What happened to the signed-in account, and how much of it is new.
import { ago, avatar, find, icon, make, nameOf, profileLink, watchLink } from './dom.js'
import { videoOf } from './listing.js'

const ROWS = 40
const POLL_MS = 15_000

/** What is said of each reason, and which glyph goes with it; others are left out. */
const REASONS = {
  like: ['heart', 'liked your video'],
  repost: ['repost', 'reposted your video'],
  follow: ['person', 'follows you'],
  reply: ['reply', 'commented'],
  mention: ['at', 'mentioned you'],
  quote: ['reply', 'quoted you'],
  'like-via-repost': ['heart', 'liked what you reposted'],
  'repost-via-repost': ['repost', 'reposted what you reposted'],
  'subscribed-post': ['play', 'posted a video'],
}
const TOGETHER = new Set(['like', 'repost', 'follow'])

/** Likes of one video, its reposts, and follows become one row each. */
function grouped(notifications) {
  const groups = new Map()
  for (const one of notifications.filter(({ reason }) => reason in REASONS)) {
    const key = TOGETHER.has(one.reason) ? `${one.reason} ${one.reasonSubject} ${one.isRead}` : one.uri
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

/** The post that a notification leads to: what was written, or what was reacted to. */
function subjectOf({ reason, uri, reasonSubject }) {
  return ['mention', 'quote', 'subscribed-post'].includes(reason) ? uri : reasonSubject
}

export class Inbox {
  #owner
  #list = find('inbox-list')
  #badge = find('unread')

  constructor(owner) {
    this.#owner = owner
    setInterval(() => document.visibilityState === 'visible' && this.poll(), POLL_MS)
  }

  /** Asks how much is new; a fault waits for the next time. */
  async poll() {
    if (!this.#owner.agent.session) {
      return
    }
    try {
      const { data } = await this.#owner.agent.countUnreadNotifications()
      this.#show(data.count)
    } catch {
      this.#badge.dataset.stale = 'true'
    }
  }

  #show(count) {
    this.#badge.hidden = count === 0
    this.#badge.textContent = count > 99 ? '99+' : count
    const name = count === 0 ? 'Inbox' : `Inbox, ${count} unread`
    this.#badge.closest('a').setAttribute('aria-label', name)
    document.title = count === 0 ? 'TikTokToe' : `(${count}) TikTokToe`
  }

  async open() {
    const note = find('inbox-note')
    note.textContent = ''
    try {
      const { data } = await this.#owner.agent.listNotifications({ limit: ROWS })
      const groups = grouped(data.notifications)
      const posters = await this.#posters(groups.map(([first]) => subjectOf(first)))
      this.#list.replaceChildren(...groups.map((group) => this.#row(group, posters)))
      note.textContent = groups.length === 0 ? 'Nothing yet. Post a video, and see what comes back.' : ''
      await this.#owner.agent.updateSeenNotifications()
      this.#show(0)
    } catch (e) {
      note.textContent = `The inbox cannot be read: ${e.message}`
    }
  }

  async #posters(uris) {
    const wanted = [...new Set(uris.filter((uri) => uri?.includes('/app.bsky.feed.post/')))]
    if (wanted.length === 0) {
      return new Map()
    }
    const { data } = await this.#owner.agent.getPosts({ uris: wanted.slice(0, 25) })
    return new Map(data.posts.map((post) => [post.uri, videoOf(post)?.thumbnail]))
  }

  #row(group, posters) {
    const [{ author, reason, record, indexedAt, isRead }] = group
    const [glyph, words] = REASONS[reason]
    const subject = subjectOf(group[0])
    const names = make('b', 'name', {}, nameOf(author))
    const others = new Set(group.map(({ author: { did } }) => did)).size - 1
    const more = others === 0 ? '' : ` and ${others} other${others > 1 ? 's' : ''}`
    const line = make('span', 'line', {}, names, `${more} ${words} `, ago(indexedAt))
    const body = make('span', 'body', {}, line)
    if (record?.text) {
      body.append(make('span', 'said', {}, record.text))
    }
    const face = make('span', 'face', {}, avatar(author), make('span', `glyph ${reason}`, {}, icon(glyph)))
    const href = reason === 'follow' || !subject ? profileLink(author) : watchLink(subject)
    const link = make('a', 'event', { href }, face, body)
    if (posters.get(subject)) {
      link.append(make('img', 'poster', { src: posters.get(subject), alt: '', loading: 'lazy' }))
    }
    const row = make('li', '', {}, link)
    row.classList.toggle('is-new', !isRead)
    return row
  }
}
