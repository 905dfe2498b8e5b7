// One account's video reaches its follower's feed and plays; the follower's answer reaches the author.
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { BASE, POST_CACHE_MS, decodedFrames, dev, eventually, finishedJob, postVideo, signUp, testVideo, uploadVideo } from './stack.mjs'

const text = async (url) => {
  const response = await fetch(url)
  assert.equal(response.status, 200, url)
  return response.text()
}
const bytes = async (url) => {
  const response = await fetch(url)
  assert.equal(response.status, 200, url)
  return Buffer.from(await response.arrayBuffer())
}

describe('a video', () => {
  let alice, bob, job, post, seen

  before(async () => {
    alice = await signUp('alice')
    bob = await signUp('bob')
    await bob.follow(alice.did)
    const { data: server } = await alice.com.atproto.server.describeServer()
    await alice.app.bsky.notification.registerPush({
      serviceDid: server.did, token: `phone-of-${alice.did}`, platform: 'web', appId: 'app.tiktoktoe',
    })
  })

  it('is uploaded and becomes playable within 20 s', async () => {
    const video = await testVideo()
    const upload = await uploadVideo(alice, video)
    assert.equal(upload.status, 200)
    assert.equal(upload.body.jobId, upload.body.jobStatus.jobId)
    job = await finishedJob(upload.body.jobId)
    assert.equal(job.state, 'JOB_STATE_COMPLETED')
    assert.equal(job.blob.mimeType, 'video/mp4')
  })

  it('is in the follower\'s timeline within 2 s of the post', async () => {
    post = await postVideo(alice, job.blob, 'my first video')
    seen = await eventually('the post in the timeline', 2000, async () => {
      const { data } = await bob.getTimeline({ limit: 30 })
      return data.feed.find((item) => item.post.uri === post.uri)?.post
    })
    assert.equal(seen.embed.$type, 'app.bsky.embed.video#view')
    assert.equal(seen.author.did, alice.did)
    assert.deepEqual(seen.embed.aspectRatio, { width: 720, height: 1280 })
  })

  it('downloads and decodes in every rendition', async () => {
    const master = await text(seen.embed.playlist)
    const variants = master.split('\n').filter((line) => line && !line.startsWith('#'))
    assert.ok(variants.length >= 2, master)
    for (const variant of variants) {
      const address = new URL(variant, seen.embed.playlist)
      const playlist = await text(address)
      const init = /#EXT-X-MAP:URI="([^"]+)"/.exec(playlist)[1]
      const segments = playlist.split('\n').filter((line) => line && !line.startsWith('#'))
      const parts = [await bytes(new URL(init, address))]
      for (const segment of segments) parts.push(await bytes(new URL(segment, address)))
      const frames = await decodedFrames(Buffer.concat(parts), 'mp4')
      assert.ok(frames >= 175 && frames <= 185, `${variant}: ${frames} frames of 180`)
    }
    const poster = await bytes(seen.embed.thumbnail)
    assert.equal(await decodedFrames(poster, 'jpg'), 1)
  })

  it('is served as a browser needs it', async () => {
    const playlist = await fetch(seen.embed.playlist, { headers: { origin: 'http://elsewhere.test' } })
    assert.equal(playlist.headers.get('content-type'), 'application/vnd.apple.mpegurl')
    assert.equal(playlist.headers.get('access-control-allow-origin'), '*')
    assert.match(playlist.headers.get('cache-control'), /max-age=\d{5,}/)
    const range = await fetch(seen.embed.thumbnail, { headers: { range: 'bytes=0-9' } })
    assert.equal(range.status, 206)
    assert.equal((await range.arrayBuffer()).byteLength, 10)
    assert.equal(range.headers.get('content-type'), 'image/jpeg')
  })

  it('has its blob served as it was described', async () => {
    const { cid, mimeType, size } = { cid: job.blob.ref.toString(), ...job.blob }
    const response = await fetch(`${BASE}/xrpc/com.atproto.sync.getBlob?did=${alice.did}&cid=${cid}`)
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), mimeType)
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    assert.match(response.headers.get('content-security-policy'), /sandbox/)
    assert.equal((await response.arrayBuffer()).byteLength, size)
  })

  it('tells its author of a like and a reply, once on the phone', async () => {
    await bob.like(post.uri, post.cid)
    const reply = await bob.post({ text: 'great', reply: { root: post, parent: post } })
    const reasons = await eventually('follow, like and reply in the list', 3000, async () => {
      const { data } = await alice.listNotifications()
      const found = data.notifications.map((n) => n.reason).sort()
      return found.length >= 3 && found
    })
    assert.deepEqual(reasons, ['follow', 'like', 'reply'])
    assert.equal((await alice.countUnreadNotifications()).data.count, 3)

    const pushed = await eventually('both on the phone', 3000, async () => {
      const messages = await (await dev('push')).json()
      const mine = messages.filter((m) => JSON.stringify(m).includes(`phone-of-${alice.did}`))
      return mine.length >= 2 && mine
    })
    const ofReason = (reason) => pushed.filter((m) => JSON.stringify(m).includes(`"${reason}"`)).length
    assert.equal(ofReason('like'), 1)
    assert.equal(ofReason('reply'), 1)

    await alice.updateSeenNotifications()
    assert.equal((await alice.countUnreadNotifications()).data.count, 0)

    const thread = await eventually('counts in the thread', POST_CACHE_MS + 3000, async () => {
      const { data } = await alice.getPostThread({ uri: post.uri })
      return data.thread.post.likeCount === 1 && data.thread.post.replyCount === 1 && data.thread
    })
    assert.deepEqual(thread.replies.map((r) => r.post.uri), [reply.uri])
  })

  it('carries the viewer\'s state', async () => {
    const { data } = await bob.getPosts({ uris: [post.uri] })
    assert.match(data.posts[0].viewer.like, /app.bsky.feed.like/)
    assert.match(data.posts[0].author.viewer.following, /app.bsky.graph.follow/)
    const { data: likes } = await alice.getLikes({ uri: post.uri })
    assert.deepEqual(likes.likes.map((l) => l.actor.did), [bob.did])
    const { data: profile } = await alice.getProfile({ actor: alice.did })
    assert.equal(profile.followersCount, 1)
    assert.equal(profile.postsCount, 1)
  })
})
