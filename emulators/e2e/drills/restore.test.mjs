// Everything is lost and comes back: database and buckets, then every account, its posts and its videos.
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { BASE, POST_CACHE_MS, decodedFrames, dev, eventually, finishedJob, postVideo, signUp, testVideo, uploadVideo } from '../tests/stack.mjs'
import { command, environment, refused } from './runbook.mjs'

const PASSWORD = 'correct horse'

const get = async (url) => {
  const response = await fetch(url)
  assert.equal(response.status, 200, `${url}: ${response.status}`)
  return Buffer.from(await response.arrayBuffer())
}

/** Every segment of every rendition, decoded; returns the frames of each rendition. */
async function play(playlist) {
  const variants = (await get(playlist)).toString().split('\n').filter((line) => line && !line.startsWith('#'))
  assert.ok(variants.length >= 2, 'renditions')
  const frames = []
  for (const variant of variants) {
    const address = new URL(variant, playlist)
    const lines = (await get(address)).toString()
    const names = [/#EXT-X-MAP:URI="([^"]+)"/.exec(lines)[1], ...lines.split('\n').filter((line) => line && !line.startsWith('#'))]
    const parts = []
    for (const name of names) parts.push(await get(new URL(name, address)))
    frames.push(await decodedFrames(Buffer.concat(parts), 'mp4'))
  }
  return frames
}

/** What readers see, and what belongs to them alone. */
async function view(agents) {
  return Promise.all(agents.map(async (agent) => {
    const { data: timeline } = await agent.getTimeline({ limit: 50 })
    const { data: own } = await agent.getAuthorFeed({ actor: agent.did, limit: 50 })
    const { data: profile } = await agent.getProfile({ actor: agent.did })
    const { data: list } = await agent.listNotifications()
    const { data: unread } = await agent.countUnreadNotifications()
    const { data: preferences } = await agent.app.bsky.actor.getPreferences()
    const { data: records } = await agent.com.atproto.repo.listRecords({ repo: agent.did, collection: 'app.bsky.feed.post' })
    const posts = (feed) => feed.map(({ post, reason }) => [
      post.uri, post.cid, post.indexedAt, post.likeCount, post.repostCount, post.replyCount, post.viewer?.like ?? '', reason?.by?.did ?? '',
    ])
    return {
      handle: profile.handle,
      counts: [profile.followersCount, profile.followsCount, profile.postsCount],
      timeline: posts(timeline.feed),
      own: posts(own.feed),
      notifications: list.notifications.map((n) => `${n.reason} ${n.uri} ${n.isRead}`),
      unread: unread.count,
      preferences: preferences.preferences,
      records: records.records,
    }
  }))
}

/** Deletes every document and every object, and leaves no instance that remembers any. Returns the number of objects. */
async function loseEverything() {
  const { PROJECT, FIRESTORE_EMULATOR_HOST, STORAGE_URL, BUCKETS } = await environment()
  const documents = `http://${FIRESTORE_EMULATOR_HOST}/emulator/v1/projects/${PROJECT}/databases/(default)/documents`
  assert.equal((await fetch(documents, { method: 'DELETE' })).status, 200)
  let objects = 0
  for (const bucket of BUCKETS.split(' ')) {
    const address = `${STORAGE_URL}/storage/v1/b/${bucket}/o`
    for (;;) {
      const { items = [] } = await (await fetch(address)).json()
      if (items.length === 0) break
      objects += items.length
      await Promise.all(items.map(({ name }) => fetch(`${address}/${encodeURIComponent(name)}`, { method: 'DELETE' })))
    }
  }
  await dev('restart', { method: 'POST' })
  return objects
}

describe('a restore', () => {
  let agents, blob, settled, playlist, frames, backup, lossAt
  const seconds = {}
  const timed = async (what, work) => {
    const start = performance.now()
    const result = await work()
    seconds[what] = ((performance.now() - start) / 1000).toFixed(1)
    return result
  }

  before(async () => {
    agents = await Promise.all(['alice', 'bob', 'carol'].map(signUp))
    const [alice, bob, carol] = agents
    await bob.follow(alice.did)
    await carol.follow(alice.did)
    await alice.follow(bob.did)
    const posts = []
    for (let i = 0; i < 3; i++) posts.push(await alice.post({ text: `post ${i}` }))
    const upload = await uploadVideo(alice, await testVideo(2))
    const job = await finishedJob(upload.body.jobId, 60_000)
    assert.equal(job.state, 'JOB_STATE_COMPLETED', JSON.stringify(job))
    blob = job.blob
    const video = await postVideo(alice, blob, 'a video that must not be lost')
    await bob.like(video.uri, video.cid)
    await carol.like(video.uri, video.cid)
    await carol.repost(posts[0].uri, posts[0].cid)
    await bob.post({ text: 'mine', reply: { root: video, parent: video } })
    await bob.setAdultContentEnabled(true)
    settled = await eventually('a settled view', POST_CACHE_MS + 20_000, async () => {
      const seen = await view(agents)
      const [ofAlice, ofBob] = seen
      const liked = ofBob.timeline.find(([uri]) => uri === video.uri)
      return ofBob.timeline.length >= 4 && liked?.[3] === 2 && liked[5] === 1 && ofAlice.notifications.length >= 6 && seen
    })
    const { data } = await bob.getPosts({ uris: [video.uri] })
    playlist = data.posts[0].embed.playlist
    frames = await play(playlist)
    assert.ok(frames.every((count) => count >= 55), `${frames}`)
  })

  it('has something to restore from', async () => {
    backup = await timed('backup', () => command('restore-from-backup', 'KEPT=$(bin/backup)'))
    assert.match(backup, /^gs:\/\/.*-backups\/\d{4}-/)
  })

  it('refuses to write without the name of the project', async () => {
    for (const confirmation of [[], ['--confirm', 'another-project']]) {
      const { code, message } = await refused('restore', '--from', backup, ...confirmation)
      assert.equal(code, 2)
      assert.match(message, /nothing was done: repeat it with --confirm demo-tiktoktoe/)
    }
  })

  it('begins with nothing left', async () => {
    lossAt = new Date().toISOString()
    assert.ok(await loseEverything() > 5)
    assert.equal((await fetch(playlist)).status, 410)
    await assert.rejects(new AtpAgent({ service: BASE }).login({ identifier: agents[0].session.handle, password: PASSWORD }))
  })

  it('brings everything back', async () => {
    const { BUCKETS } = await environment()
    await timed('database', () => command('restore-from-backup', 'bin/restore --from', { EXPORT: backup }))
    const kept = BUCKETS.split(' ').filter((bucket) => !/-(quarantine|uploads|snapshots)$/.test(bucket))
    await timed('objects', async () => {
      for (const bucket of kept) {
        await command('restore-from-backup', 'bin/restore-objects', { BUCKET: bucket, GOOD: lossAt })
      }
    })
    await timed('restart', () => dev('restart', { method: 'POST' }))
  })

  it('lets every account in, with its password and with its old refresh token', async () => {
    const signedIn = await timed('every account signed in', () => Promise.all(agents.map(async ({ session }) => {
      const agent = new AtpAgent({ service: BASE })
      await agent.login({ identifier: session.handle, password: PASSWORD })
      assert.equal(agent.did, session.did)
      const refreshed = await fetch(`${BASE}/xrpc/com.atproto.server.refreshSession`, {
        method: 'POST', headers: { authorization: `Bearer ${session.refreshJwt}` },
      })
      assert.equal(refreshed.status, 200, await refreshed.text())
      return agent
    })))
    agents = signedIn
  })

  it('shows everybody what they saw before', async () => {
    assert.deepEqual(await view(agents), settled)
  })

  it('plays the video in every rendition and serves its blob', async () => {
    assert.deepEqual(await timed('every segment decoded', () => play(playlist)), frames)
    const address = `${BASE}/xrpc/com.atproto.sync.getBlob?did=${agents[0].did}&cid=${blob.ref}`
    assert.equal((await get(address)).length, blob.size)
  })

  it('is healthy, by the look that the pages take', async () => {
    for (const page of ['incident', 'deploy', 'region-failover']) {
      assert.ok(JSON.parse(await command(page, 'curl -fsS "$SERVICE_ORIGIN/xrpc/_health"')).version)
    }
  })

  it('goes on: a new post reaches the followers, a new like is counted', async () => {
    const [alice, bob, carol] = agents
    const post = await alice.post({ text: 'after the restore' })
    for (const follower of [bob, carol]) {
      await eventually('the new post in a timeline', 30_000, async () => {
        const { data } = await follower.getTimeline({ limit: 10 })
        return data.feed.some((item) => item.post.uri === post.uri)
      })
    }
    await bob.like(post.uri, post.cid)
    await eventually('the like', POST_CACHE_MS + 10_000, async () => {
      const { data } = await alice.getPosts({ uris: [post.uri] })
      return data.posts[0].likeCount === 1
    })
    const unrestored = Number(seconds.database) + Number(seconds.objects) + Number(seconds.restart)
    console.log(`restore drill: service back after ${unrestored.toFixed(1)} s; seconds: ${JSON.stringify(seconds)}`)
  })
})
