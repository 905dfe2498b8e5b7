// Posts with videos, read page by page; a grid and a feed may show the same listing.

/** A page may hold no video; after so many of them the reader waits for the next wish for more. */
const PAGES_AT_ONCE = 5

/** The video that a post shows, or undefined. */
export function videoOf(post) {
  const embed = post.embed
  const media = embed?.$type === 'app.bsky.embed.recordWithMedia#view' ? embed.media : embed
  return media?.$type === 'app.bsky.embed.video#view' ? media : undefined
}

/** A file that the server made of a video, beside its poster. */
export function fileOf(video, name) {
  return video.thumbnail && new URL(name, new URL(video.thumbnail, location.href)).href
}

export class Listing {
  posts = []
  #seen = new Set()
  #cursor
  #ended = false
  #read
  #loading = null

  /** @param {(cursor?: string) => Promise<{posts: object[], cursor?: string}>} read */
  constructor(read) {
    this.#read = read
  }

  get ended() {
    return this.#ended
  }

  has(uri) {
    return this.#seen.has(uri)
  }

  indexOf(uri) {
    return this.posts.findIndex((post) => post.uri === uri)
  }

  /** Reads on until there is at least one more video, or an end. */
  more() {
    this.#loading ??= this.#load().finally(() => (this.#loading = null))
    return this.#loading
  }

  async #load() {
    const before = this.posts.length
    for (let page = 0; page < PAGES_AT_ONCE && !this.#ended && this.posts.length === before; page++) {
      const { posts, cursor } = await this.#read(this.#cursor)
      posts.forEach((post) => this.#add(post))
      this.#cursor = cursor
      this.#ended = !cursor
    }
  }

  #add(post) {
    // A repost shows the same video again.
    if (videoOf(post) && !this.#seen.has(post.uri)) {
      this.#seen.add(post.uri)
      this.posts.push(post)
    }
  }
}

const PAGE = 30
const page = ({ data }) => ({ posts: data.feed.map(({ post }) => post), cursor: data.cursor })

/** What the signed-in account follows, newest first. */
export function timeline(agent) {
  return new Listing(async (cursor) => page(await agent.getTimeline({ limit: PAGE, cursor })))
}

/** An account's own videos, newest first; the one at `first`, if given, comes before them. */
export function videosBy(agent, did, first) {
  return new Listing(async (cursor) => {
    const options = { actor: did, limit: PAGE, cursor, filter: 'posts_with_video' }
    const [chosen, own] = await Promise.all([
      first && !cursor ? agent.getPosts({ uris: [first] }) : undefined,
      agent.getAuthorFeed(options),
    ])
    const { posts, cursor: next } = page(own)
    const mine = posts.filter(({ author }) => author.did === did)
    return { posts: [...(chosen?.data.posts ?? []), ...mine], cursor: next }
  })
}
