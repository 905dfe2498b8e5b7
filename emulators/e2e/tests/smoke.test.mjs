// What a user does first, through the front alone: the test of a delivery. It signs in with two accounts of its own, which the first run
// makes, and removes what it posts. SMOKE_PASSWORD is their password; SMOKE_VIDEO=no leaves the video out.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { BASE, eventually, finishedJob, postVideo, refusal, testVideo, uploadVideo } from './stack.mjs'

const PASSWORD = process.env.SMOKE_PASSWORD ?? 'correct horse'
const DELIVERED_MS = 30_000
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

async function account(name) {
  const agent = new AtpAgent({ service: BASE })
  const { data: server } = await agent.com.atproto.server.describeServer()
  const handle = `${name}${server.availableUserDomains[0]}`
  try {
    await agent.login({ identifier: handle, password: PASSWORD })
  } catch (error) {
    if (error.status !== 401) throw error
    await agent.createAccount({ handle, email: `${handle}@smoke.invalid`, password: PASSWORD })
  }
  return agent
}

const inTimeline = (agent, uri) => eventually('the post in the timeline', DELIVERED_MS, async () => {
  const { data } = await agent.getTimeline({ limit: 30 })
  return data.feed.find((item) => item.post.uri === uri)?.post
})

describe('a delivery', () => {
  let author, reader
  const posts = []
  before(async () => {
    author = await account('smoke-author')
    reader = await account('smoke-reader')
    const { data } = await reader.getProfile({ actor: author.did })
    if (!data.viewer.following) await reader.follow(author.did)
  })
  after(async () => {
    for (const uri of posts) await author.deletePost(uri)
  })

  it('answers for itself', async () => {
    const health = await fetch(`${BASE}/xrpc/_health`)
    assert.equal(health.status, 200)
    const { data: server } = await author.com.atproto.server.describeServer()
    const document = await (await fetch(`${BASE}/.well-known/did.json`)).json()
    assert.equal(document.id, server.did)
  })

  it('knows who is who', async () => {
    const { data } = await reader.com.atproto.identity.resolveHandle({ handle: author.session.handle })
    assert.equal(data.did, author.did)
    const { data: repo } = await reader.com.atproto.repo.describeRepo({ repo: author.did })
    assert.equal(repo.did, author.did)
    assert.deepEqual(await refusal(() => new AtpAgent({ service: BASE }).login({ identifier: author.did, password: 'wrong' })),
      [401, 'AuthenticationRequired'])
  })

  it('keeps a picture', async () => {
    const { data } = await author.uploadBlob(PIXEL, { encoding: 'image/png' })
    await author.upsertProfile((profile) => ({ ...profile, displayName: 'Smoke', avatar: data.blob }))
    const response = await fetch(`${BASE}/xrpc/com.atproto.sync.getBlob?did=${author.did}&cid=${data.blob.ref}`)
    assert.equal(response.status, 200)
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), PIXEL)
  })

  it('carries a post to its reader and the reader\'s like back', async () => {
    const post = await author.post({ text: 'smoke' })
    posts.push(post.uri)
    await inTimeline(reader, post.uri)
    const like = await reader.like(post.uri, post.cid)
    await eventually('the like in the list', DELIVERED_MS, async () => {
      const { data } = await author.listNotifications({ limit: 30 })
      return data.notifications.find((one) => one.reason === 'like' && one.reasonSubject === post.uri)
    })
    assert.ok((await author.countUnreadNotifications()).data.count >= 1)
    await author.updateSeenNotifications()
    await reader.deleteLike(like.uri)
  })

  it('knows of no job that nobody began', async () => {
    const [status] = await refusal(() => reader.app.bsky.video.getJobStatus({ jobId: 'smoke' }))
    assert.equal(status, 400)
  })

  it('makes a video play', { skip: process.env.SMOKE_VIDEO === 'no' }, async () => {
    const { status, body } = await uploadVideo(author, await testVideo(2, '360x640'))
    assert.ok(status === 200 || status === 409, `${status} ${JSON.stringify(body)}`)
    const job = await finishedJob(body.jobId, 120_000)
    assert.equal(job.state, 'JOB_STATE_COMPLETED')
    const post = await postVideo(author, job.blob, 'smoke')
    posts.push(post.uri)
    const { embed } = await inTimeline(reader, post.uri)
    const playlist = await fetch(embed.playlist)
    assert.equal(playlist.status, 200)
    assert.match(await playlist.text(), /^#EXTM3U/)
  })
})
