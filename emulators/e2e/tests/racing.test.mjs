// Fifty writes of one repository at the same time, from two instances that know nothing of each other.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anotherInstance, listed, signUp, verifiedExport } from './stack.mjs'

const WRITERS = 50

async function createPost({ origin }, agent, text) {
  const response = await fetch(`${origin}/xrpc/com.atproto.repo.createRecord`, {
    method: 'POST',
    headers: { authorization: `Bearer ${agent.session.accessJwt}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      repo: agent.did,
      collection: 'app.bsky.feed.post',
      record: { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString() },
    }),
  })
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() }
}

describe('racing writers', () => {
  it('are acknowledged and lose nothing', async () => {
    const alice = await signUp('alice')
    const instances = [await anotherInstance('posting'), await anotherInstance('posting')]
    await Promise.all(instances.map((instance) => createPost(instance, alice, 'warm')))
    const begin = performance.now()
    const answers = await Promise.all(
      Array.from({ length: WRITERS }, (_, i) => createPost(instances[i % 2], alice, `racer ${i}`)))
    const took = performance.now() - begin
    const made = answers.filter(({ status }) => status === 200)
    console.log(`${made.length} of ${WRITERS} acknowledged in ${Math.round(took)} ms`)
    assert.ok(made.length >= WRITERS - 1, JSON.stringify(answers.find(({ status }) => status !== 200)))
    assert.ok(took < 10_000, `${took} ms`)
    for (const { status, retryAfter } of answers.filter((answer) => answer.status !== 200)) {
      assert.equal(status, 503)
      assert.ok(Number(retryAfter) > 0)
    }
    const exported = await verifiedExport(alice)
    for (const { body } of made) {
      assert.equal(exported.get(body.uri.slice(`at://${alice.did}/`.length)), body.cid)
    }
    assert.deepEqual(new Map([...exported].sort()), new Map([...await listed(alice, 'app.bsky.feed.post')].sort()))
  })
})
