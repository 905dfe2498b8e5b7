// Every message again, three times and shuffled: nothing a reader sees changes.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { POST_CACHE_MS, dev, eventually, signUp, sleep } from './stack.mjs'

describe('redelivery', () => {
  it('leaves timelines, counts, notifications and pushes as they were', async () => {
    const [alice, bob, carol] = await Promise.all(['alice', 'bob', 'carol'].map(signUp))
    const { data: server } = await alice.com.atproto.server.describeServer()
    const token = `phone-of-${alice.did}`
    await alice.app.bsky.notification.registerPush({ serviceDid: server.did, token, platform: 'web', appId: 'app.tiktoktoe' })
    await bob.follow(alice.did)
    await carol.follow(alice.did)
    const followBack = await alice.follow(bob.did)
    const posts = []
    for (let i = 0; i < 6; i++) posts.push(await alice.post({ text: `post ${i}` }))
    await bob.like(posts[0].uri, posts[0].cid)
    const like = await carol.like(posts[0].uri, posts[0].cid)
    await bob.repost(posts[1].uri, posts[1].cid)
    await carol.post({ text: 'hm', reply: { root: posts[2], parent: posts[2] } })
    await alice.deletePost(posts[5].uri)
    await carol.deleteLike(like.uri)
    await alice.deleteFollow(followBack.uri)

    const view = async () => {
      const timelines = await Promise.all([alice, bob, carol].map(async (agent) =>
        (await agent.getTimeline({ limit: 50 })).data.feed.map((item) => [
          item.post.uri, item.reason?.by?.did ?? '', item.post.likeCount, item.post.repostCount, item.post.replyCount,
        ])))
      const { data: list } = await alice.listNotifications()
      const { data: profile } = await carol.getProfile({ actor: alice.did })
      const messages = await (await dev('push')).json()
      return {
        timelines,
        notifications: list.notifications.map((n) => `${n.reason} ${n.uri}`).sort(),
        profile: [profile.followersCount, profile.followsCount, profile.postsCount],
        pushed: messages.filter((m) => JSON.stringify(m).includes(token)).length,
      }
    }
    const settled = await eventually('a settled view', POST_CACHE_MS + 8000, async () => {
      const seen = await view()
      const [, bobs] = seen.timelines
      const first = bobs.find(([uri]) => uri === posts[0].uri)
      return bobs.length >= 6 && first?.[2] === 1 && seen.notifications.length >= 5 && seen.pushed >= 5 &&
        seen.profile.join() === '2,0,5' && seen
    })
    const answer = await (await dev('redeliver?times=3&shuffle=true', { method: 'POST' })).json()
    assert.ok(answer.deliveries >= 3 * answer.messages && answer.refused === 0, JSON.stringify(answer))
    await sleep(POST_CACHE_MS)
    assert.deepEqual(await view(), settled)
  })
})
