// What each XRPC method answers to the page's tests; `this` is the server.
import { CLIPS } from './videos.mjs'

export const ALICE = {
  did: 'did:plc:prr4tsjqj6ivl3gz5iixepyx',
  handle: 'alice.test',
  displayName: 'Alice',
}
export const SERVER_DID = 'did:web:localhost%3A8080'
export const BOB = { did: 'did:plc:ge2tnl3anyfla3xcuty3id4e', handle: 'bob.test' }
const CARA = {
  did: 'did:plc:cara4tsjqj6ivl3gz5iixepy',
  handle: 'cara.test',
  displayName: 'Cara Quist',
}
const CID = 'bafyreigtyd5afaiyf3ddx3ujlzzijcgf2fre426enyacmiyuwfx2xtj2we'
const BLOB = {
  $type: 'blob',
  ref: { $link: 'bafkreidrvggoe2lplhkrmu7l6g5jcawxxnguf6pouuhgz6rpb42pbttdne' },
  mimeType: 'video/mp4',
  size: 2024,
}
const TIME = '2026-11-21T06:17:16.270Z'

function postView(origin, clip, author, rkey, text, counts, facets) {
  const { aspectRatio, captions } = CLIPS[clip]
  return {
    uri: `at://${author.did}/app.bsky.feed.post/${rkey}`,
    cid: CID,
    author: { ...author, viewer: { muted: false, blockedBy: false }, labels: [] },
    record: {
      $type: 'app.bsky.feed.post',
      text,
      ...(facets && { facets }),
      embed: { $type: 'app.bsky.embed.video', video: BLOB, aspectRatio },
      createdAt: TIME,
    },
    embed: {
      $type: 'app.bsky.embed.video#view',
      cid: BLOB.ref.$link,
      playlist: `${origin}/vid/${clip}/${captions ? 'captions/' : ''}playlist.m3u8`,
      thumbnail: `${origin}/vid/${clip}/thumbnail.jpg`,
      aspectRatio,
    },
    ...counts,
    indexedAt: TIME,
    viewer: { bookmarked: false, threadMuted: false, embeddingDisabled: false },
    labels: [],
  }
}

/** A post without a video, as a timeline holds them among the others. */
const TEXT_POST = {
  uri: `at://${BOB.did}/app.bsky.feed.post/3n2shbz6ax22u`,
  cid: CID,
  author: BOB,
  record: { $type: 'app.bsky.feed.post', text: 'only text', createdAt: TIME },
  indexedAt: TIME,
}

function posts(origin) {
  const tag = { $type: 'app.bsky.richtext.facet#tag', tag: 'fun' }
  const facets = [{ index: { byteStart: 29, byteEnd: 33 }, features: [tag] }]
  const many = { likeCount: 1284, replyCount: 37, repostCount: 112 }
  const text = 'Falling into the same corner #fun again and again.'
  return [
    postView(origin, 'zoom', BOB, '3n2shbyzsek2u', text, many, facets),
    postView(origin, 'glow', ALICE, '3n2shbyzsek3u', 'Evening light.', { likeCount: 2 }),
    postView(origin, 'wide', BOB, '3n2shbyzsek4u', 'The sea, held sideways.', {}),
  ]
}

function token() {
  const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 3600
  return `${part({ alg: 'none' })}.${part({ scope: 'com.atproto.access', sub: ALICE.did, exp })}.x`
}

function session(handle = ALICE.handle) {
  const { did } = ALICE
  return { accessJwt: token(), refreshJwt: token(), handle, did, active: true }
}

/** What the server knows at first: posts, newest first, replies, notifications and follows. */
export function firstState(origin) {
  const shown = posts(origin)
  const [zoom, glow] = shown
  return {
    posts: shown,
    created: [],
    replies: [
      replyTo(zoom, CARA, '3n2shc000002u', 'How long did that take to find?', { likeCount: 3 }),
      replyTo(zoom, BOB, '3n2shc000003u', 'An evening and @cara.test, truly.', {}, '3n2shc000002u'),
    ],
    notifications: [
      notification('like', CARA, glow.uri),
      notification('like', BOB, glow.uri),
      notification('reply', CARA, glow.uri, 'That light!'),
      { ...notification('follow', BOB), isRead: true },
    ],
    follows: new Set([BOB.did]),
    profile: { displayName: 'Alice', description: 'I film the evening.' },
    unread: 3,
  }
}

function replyTo(root, author, rkey, text, counts, parent) {
  const ref = ({ uri, cid }) => ({ uri, cid })
  const uri = `at://${CARA.did}/app.bsky.feed.post/${parent}`
  const above = parent ? { uri, cid: CID } : ref(root)
  return {
    uri: `at://${author.did}/app.bsky.feed.post/${rkey}`,
    cid: CID,
    author,
    record: {
      $type: 'app.bsky.feed.post',
      text,
      reply: { root: ref(root), parent: above },
      createdAt: TIME,
    },
    ...counts,
    indexedAt: TIME,
    viewer: {},
  }
}

let serial = 0
function notification(reason, author, reasonSubject, text) {
  const collection = reason === 'reply' ? 'app.bsky.feed.post' : `app.bsky.graph.${reason}`
  return {
    uri: `at://${author.did}/${collection}/3n2shd00000${serial++}`,
    cid: CID,
    author,
    reason,
    ...(reasonSubject && { reasonSubject }),
    record: { $type: collection, ...(text && { text }), createdAt: TIME },
    isRead: false,
    indexedAt: TIME,
  }
}

const ACTORS = [ALICE, BOB, CARA]

function profileOf(server, name) {
  const actor = ACTORS.find(({ did, handle }) => [did, handle].includes(name))
  if (!actor) {
    return undefined
  }
  const { did } = actor
  const following = server.follows.has(did) && `at://${ALICE.did}/app.bsky.graph.follow/3n2shbz7aaa2u`
  return {
    ...actor,
    ...(did === ALICE.did && server.profile),
    followersCount: 1204,
    followsCount: 37,
    postsCount: 12,
    viewer: { muted: false, blockedBy: false, ...(following && { following }) },
  }
}

function thread(server, post) {
  const below = server.replies.filter(({ record }) => record.reply.parent.uri === post.uri)
  const replies = below.map((reply) => thread(server, reply))
  return { $type: 'app.bsky.feed.defs#threadViewPost', post, replies }
}

function found({ q }) {
  const hit = ({ handle, displayName }) => `${handle} ${displayName}`.toLowerCase().includes(q)
  return { actors: ACTORS.filter(hit).map(({ did }) => profileOf(this, did)) }
}

export const METHODS = {
  'com.atproto.server.createSession': ({ password }) =>
    password === 'secret'
      ? session()
      : { status: 401, error: 'AuthenticationRequired', message: 'Invalid identifier or password' },
  'com.atproto.server.createAccount'({ handle }) {
    this.posts = []
    return session(handle)
  },
  'com.atproto.temp.checkHandleAvailability': ({ handle }) => ({
    handle,
    result: {
      $type: `com.atproto.temp.checkHandleAvailability#result${handle.startsWith('taken') ? 'Unavailable' : 'Available'}`,
      ...(handle.startsWith('taken') && { suggestions: [] }),
    },
  }),
  'com.atproto.server.getSession': () => session(),
  'com.atproto.server.refreshSession': () => session(),
  'com.atproto.server.deleteSession': () => ({}),
  'com.atproto.server.describeServer': () => ({ did: SERVER_DID, availableUserDomains: ['.test'] }),
  'com.atproto.server.getServiceAuth': () => ({ token: 'service-token' }),
  'app.bsky.actor.getProfile'({ actor }) {
    return profileOf(this, actor) ?? { status: 400, error: 'InvalidRequest', message: 'Profile not found' }
  },
  'app.bsky.actor.getProfiles'({ actors }) {
    return { profiles: [actors].flat().map((actor) => profileOf(this, actor)) }
  },
  'app.bsky.actor.searchActors': found,
  'app.bsky.actor.searchActorsTypeahead': found,
  'app.bsky.feed.getTimeline'() {
    return { feed: [TEXT_POST, ...this.posts].map((post) => ({ post })) }
  },
  'app.bsky.feed.getAuthorFeed'({ actor }) {
    return { feed: this.posts.filter(({ author }) => author.did === actor).map((post) => ({ post })) }
  },
  'app.bsky.feed.getPosts'({ uris }) {
    return { posts: this.posts.filter(({ uri }) => [uris].flat().includes(uri)) }
  },
  'app.bsky.feed.getPostThread'({ uri }) {
    return { thread: thread(this, this.posts.find((post) => post.uri === uri)) }
  },
  'app.bsky.notification.getUnreadCount'() {
    return { count: this.unread }
  },
  'app.bsky.notification.listNotifications'() {
    return { notifications: this.notifications }
  },
  'app.bsky.notification.updateSeen'() {
    this.unread = 0
    return {}
  },
  'app.bsky.video.uploadVideo'() {
    this.polls = 0
    return { jobStatus: { jobId: 'job1', did: ALICE.did, state: 'JOB_STATE_CREATED' } }
  },
  'app.bsky.video.getJobStatus'() {
    const job = { jobId: 'job1', did: ALICE.did }
    this.polls++
    return this.polls < 3
      ? { jobStatus: { ...job, state: 'JOB_STATE_ENCODING', progress: this.polls * 40 } }
      : { jobStatus: { ...job, state: 'JOB_STATE_COMPLETED', blob: BLOB } }
  },
  'com.atproto.repo.uploadBlob': () => ({ blob: { ...BLOB, mimeType: 'text/vtt' } }),
  'com.atproto.repo.createRecord'({ collection, record }) {
    const rkey = '3n2shbz7aaa2u'
    if (collection === 'app.bsky.feed.post' && record.embed) {
      this.posts.unshift(postView(this.origin, 'wide', ALICE, rkey, record.text, {}))
    }
    return { uri: `at://${ALICE.did}/${collection}/${rkey}`, cid: CID }
  },
  'com.atproto.repo.deleteRecord': () => ({}),
  'com.atproto.repo.getRecord'({ collection, rkey }) {
    const uri = `at://${ALICE.did}/${collection}/${rkey}`
    return { uri, cid: CID, value: { $type: collection, ...this.profile } }
  },
  'com.atproto.repo.putRecord'({ collection, rkey, record }) {
    this.profile = record
    return { uri: `at://${ALICE.did}/${collection}/${rkey}`, cid: CID }
  },
}
