// Records: written, read, refused.
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { BASE, POST_CACHE_MS, costOf, eventually, refusal, signUp } from './stack.mjs'

describe('records', () => {
  let alice, bob
  before(async () => {
    alice = await signUp('alice')
    bob = await signUp('bob')
  })

  const create = (input, agent = alice) =>
    agent.com.atproto.repo.createRecord({ repo: agent.did, collection: 'app.bsky.feed.post', ...input })
  const text = (value) => ({ $type: 'app.bsky.feed.post', text: value, createdAt: new Date().toISOString() })

  it('are created, read, listed, replaced and deleted', async () => {
    const made = (await create({ record: text('one') })).data
    assert.equal(made.validationStatus, 'valid')
    const rkey = made.uri.split('/').at(-1)
    const where = { repo: alice.did, collection: 'app.bsky.feed.post', rkey }
    const got = (await alice.com.atproto.repo.getRecord(where)).data
    assert.equal(got.cid, made.cid)
    assert.equal(got.value.text, 'one')
    const put = (await alice.com.atproto.repo.putRecord({ ...where, record: text('two'), swapRecord: made.cid })).data
    assert.deepEqual(await refusal(() =>
      alice.com.atproto.repo.putRecord({ ...where, record: text('three'), swapRecord: made.cid })), [400, 'InvalidSwap'])
    const list = (await alice.com.atproto.repo.listRecords({ repo: alice.did, collection: where.collection })).data
    assert.deepEqual(list.records.map((r) => r.cid), [put.cid])
    await alice.com.atproto.repo.deleteRecord(where)
    assert.deepEqual(await refusal(() => alice.com.atproto.repo.getRecord(where)), [400, 'RecordNotFound'])
    assert.equal((await alice.com.atproto.repo.deleteRecord(where)).data.commit, undefined)
  })

  it('are written together or not at all', async () => {
    const writes = [
      { $type: 'com.atproto.repo.applyWrites#create', collection: 'app.bsky.feed.post', rkey: '3jzfcijpj2z2a', value: text('a') },
      { $type: 'com.atproto.repo.applyWrites#create', collection: 'app.bsky.feed.post', rkey: '3jzfcijpj2z2b', value: text('b') },
    ]
    const { data } = await alice.com.atproto.repo.applyWrites({ repo: alice.did, writes })
    assert.deepEqual(data.results.map((r) => r.$type), Array(2).fill('com.atproto.repo.applyWrites#createResult'))
    const again = [{ ...writes[0], rkey: '3jzfcijpj2z2c' }, writes[1]]
    assert.equal((await refusal(() => alice.com.atproto.repo.applyWrites({ repo: alice.did, writes: again })))[0], 400)
    assert.deepEqual(await refusal(() =>
      alice.com.atproto.repo.getRecord({ repo: alice.did, collection: 'app.bsky.feed.post', rkey: '3jzfcijpj2z2c' })), [400, 'RecordNotFound'])
    assert.deepEqual(await refusal(() =>
      alice.com.atproto.repo.applyWrites({ repo: alice.did, writes: [{ ...writes[0], rkey: '3jzfcijpj2z2d' }], swapCommit: data.results[0].cid })), [400, 'InvalidSwap'])
  })

  it('replace an older like of the same post', async () => {
    const { uri, cid } = await alice.post({ text: 'liked twice' })
    await bob.like(uri, cid)
    const { uri: second } = await bob.like(uri, cid)
    const { data } = await bob.com.atproto.repo.listRecords({ repo: bob.did, collection: 'app.bsky.feed.like' })
    assert.deepEqual(data.records.map((r) => r.uri), [second])
    await eventually('one like is counted', POST_CACHE_MS + 3000, async () =>
      (await alice.getPosts({ uris: [uri] })).data.posts[0]?.likeCount === 1)
  })

  it('are refused when they are bad', async () => {
    const invalid = [400, 'InvalidRequest']
    assert.deepEqual(await refusal(() => create({ record: { text: 5 } })), invalid)
    assert.deepEqual(await refusal(() => create({ record: text('x'.repeat(3001)) })), invalid)
    assert.deepEqual(await refusal(() => create({ record: { ...text('x'), $type: 'app.bsky.feed.like' } })), invalid)
    assert.deepEqual(await refusal(() => create({ record: { ...text('x'), ratio: 1.5 } })), invalid)
    assert.deepEqual(await refusal(() => create({ record: text('x'), rkey: 'not-a-tid' })), invalid)
    assert.deepEqual(await refusal(() => create({ collection: 'app.example.thing', record: { a: 1 }, validate: true })), invalid)
    assert.equal((await create({ collection: 'app.example.thing', record: { a: 1 } })).data.validationStatus, 'unknown')
    const blob = { $type: 'blob', ref: { $link: 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku' }, mimeType: 'video/mp4', size: 10 }
    const response = await fetch(`${BASE}/xrpc/com.atproto.repo.createRecord`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alice.session.accessJwt}`, 'content-type': 'application/json' },
      body: JSON.stringify({ repo: alice.did, collection: 'app.bsky.feed.post', record: { ...text('x'), embed: { $type: 'app.bsky.embed.video', video: blob } } }),
    })
    assert.deepEqual([response.status, (await response.json()).error], [400, 'BlobNotFound'])
  })

  it('are written by their owner alone', async () => {
    assert.deepEqual(await refusal(() =>
      bob.com.atproto.repo.createRecord({ repo: alice.did, collection: 'app.bsky.feed.post', record: text('not mine') })),
    [401, 'AuthenticationRequired'])
  })

  it('above the limit are refused before they are read', async () => {
    const response = await fetch(`${BASE}/xrpc/com.atproto.repo.createRecord`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alice.session.accessJwt}`, 'content-type': 'application/json' },
      body: JSON.stringify({ repo: alice.did, collection: 'app.bsky.feed.post', record: text('x'.repeat(1_100_000)) }),
    })
    assert.deepEqual([response.status, (await response.json()).error], [413, 'PayloadTooLarge'])
  })

  it('cost what the design allows', async () => {
    const method = 'com.atproto.repo.createRecord'
    const cost = ({ calls, writes, deletes }) => ({ calls, writes, deletes })
    const post = await costOf(method, () => alice.post({ text: 'a text post' }))
    assert.deepEqual(cost(post), { calls: 1, writes: 3, deletes: 0 })
    const like = await costOf(method, () => bob.like(post.result.uri, post.result.cid))
    assert.deepEqual(cost(like), { calls: 1, writes: 3, deletes: 0 })
    const follow = await costOf(method, () => bob.follow(alice.did))
    assert.deepEqual(cost(follow), { calls: 1, writes: 3, deletes: 0 })
    // One read fewer where the instance has kept the repository's head.
    for (const { reads } of [like, follow]) assert.ok(reads === 1 || reads === 2, `${reads} reads`)
    assert.ok(post.reads <= 1, `${post.reads} reads`)
  })

  it('of unknown methods are answered as such', async () => {
    const response = await fetch(`${BASE}/xrpc/app.bsky.unspecced.getNothing`)
    assert.deepEqual([response.status, (await response.json()).error], [501, 'MethodNotImplemented'])
    const options = await fetch(`${BASE}/xrpc/com.atproto.repo.createRecord`, {
      method: 'OPTIONS', headers: { 'access-control-request-headers': 'authorization,atproto-proxy' },
    })
    assert.equal(options.status, 204)
    assert.equal(options.headers.get('access-control-allow-origin'), '*')
    assert.match(options.headers.get('access-control-allow-headers'), /atproto-proxy/)
  })
})
