// A repository as other servers see it: mixed and racing writes, then every export and proof, read by two libraries.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fromUint8Array, verifyRecord } from '@atcute/repo'
import { BlockMap, MemoryBlockstore, MST, readCar, verifyProofs, verifyRepo, verifyRepoCar } from '@atproto/repo'
import { BASE, eventually, listed, shownPosts, signingKey, signUp } from './stack.mjs'

const WRITES = 300
const AT_ONCE = 8
const POST = 'app.bsky.feed.post'
const LIKE = 'app.bsky.feed.like'

describe('a repository of mixed and racing writes', () => {
  let alice, key
  const sync = (method, query, redirect = 'follow') =>
    fetch(`${BASE}/xrpc/com.atproto.sync.${method}?${new URLSearchParams({ did: alice.did, ...query })}`, { redirect })
  const bytes = async (method, query) => {
    const response = await sync(method, query)
    assert.equal(response.status, 200, response.ok ? '' : await response.clone().text())
    assert.equal(response.headers.get('content-type'), 'application/vnd.ipld.car')
    return new Uint8Array(await response.arrayBuffer())
  }

  /** One write of the mix; those of one worker come one after the other. */
  async function write(mine, i) {
    const record = { $type: POST, text: `text ${i}`, createdAt: new Date().toISOString() }
    const latest = mine[0]
    switch (i % 6) {
      case 0: case 1: case 2:
        return mine.unshift((await alice.post({ text: `text ${i}` })).uri)
      case 3:
        return alice.like(latest, 'bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm')
      case 4:
        return alice.com.atproto.repo.putRecord({ repo: alice.did, collection: POST, rkey: latest.split('/').at(-1), record })
      default:
        return mine.length > 1 && alice.deletePost(mine.pop())
    }
  }

  before(async () => {
    alice = await signUp('alice')
    key = await signingKey(alice)
    let next = 0
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      const mine = [(await alice.post({ text: 'first of a worker' })).uri]
      for (let i = next++; i < WRITES; i = next++) await write(mine, i)
    }))
  })

  // Whoever measures how soon views follow must not wait for those of this many posts.
  after(async () => {
    const tids = [...(await listed(alice, POST)).keys()].filter((key) => /\/[2-7a-z]{13}$/.test(key))
    await eventually('the posts are in the views', 120_000, async () => {
      const shown = await shownPosts(alice)
      return tids.every((key) => shown.has(key))
    })
  })

  it('is accepted by the official library, record for record, on the root that its own tree has', async () => {
    const repo = await verifyRepoCar(await bytes('getRepo'), alice.did, key)
    const exported = new Map(repo.creates.map(({ collection, rkey, cid }) => [`${collection}/${rkey}`, cid.toString()]))
    const shown = new Map([...await listed(alice, POST), ...await listed(alice, LIKE)])
    assert.deepEqual(new Map([...exported].sort()), new Map([...shown].sort()))

    let tree = await MST.create(new MemoryBlockstore())
    for (const { collection, rkey, cid } of repo.creates) tree = await tree.add(`${collection}/${rkey}`, cid)
    const { root, blocks } = await readCar(await bytes('getRepo')).then(({ roots, blocks }) => ({ root: roots[0], blocks }))
    const latest = await (await sync('getLatestCommit')).json()
    assert.equal(root.toString(), latest.cid)
    assert.ok(blocks.has(await tree.getPointer()), 'the root of their tree is among our blocks')
    assert.equal(repo.commit.rev, latest.rev)
  })

  it('is read by another library too', async () => {
    const repo = await verifyRepoCar(await bytes('getRepo'), alice.did, key)
    const expected = repo.creates.map(({ collection, rkey, cid }) => `${collection}/${rkey} ${cid}`).sort()
    const found = [...fromUint8Array(await bytes('getRepo'))]
      .map((entry) => `${entry.collection}/${entry.rkey} ${entry.cid.$link ?? entry.cid}`)
      .sort()
    assert.deepEqual(found, expected)
  })

  it('proves what it has and what it has not', async () => {
    const repo = await verifyRepoCar(await bytes('getRepo'), alice.did, key)
    for (const { collection, rkey, cid } of repo.creates) {
      const proof = await bytes('getRecord', { collection, rkey })
      const { verified, unverified } = await verifyProofs(proof, [{ collection, rkey, cid }], alice.did, key)
      assert.deepEqual([verified.length, unverified.length], [1, 0], `${collection}/${rkey}`)
    }
    const { collection, rkey } = repo.creates[0]
    assert.ok(await verifyRecord({ did: alice.did, collection, rkey, carBytes: await bytes('getRecord', { collection, rkey }) }))
    for (const absent of ['2222222222222', '3zzzzzzzzzzzz', 'self']) {
      const claim = { collection: POST, rkey: absent, cid: null }
      const { verified, unverified } = await verifyProofs(await bytes('getRecord', claim), [claim], alice.did, key)
      assert.deepEqual([verified.length, unverified.length], [1, 0], absent)
    }
  })

  it('is brought up to date by what came since a revision', async () => {
    const before = await bytes('getRepo')
    const { rev } = await (await sync('getLatestCommit')).json()
    const { uri } = await alice.post({ text: 'since' })
    const oldest = [...(await listed(alice, POST)).keys()].at(-1)
    await alice.deletePost(`at://${alice.did}/${oldest}`)
    const since = await bytes('getRepo', { since: rev })
    const old = await readCar(before)
    const news = await readCar(since)
    const all = new BlockMap()
    all.addMap(old.blocks)
    all.addMap(news.blocks)
    assert.ok(news.blocks.size < old.blocks.size)
    const repo = await verifyRepo(all, news.roots[0], alice.did, key)
    const keys = repo.creates.map(({ collection, rkey }) => `${collection}/${rkey}`)
    assert.ok(keys.includes(uri.slice(`at://${alice.did}/`.length)))
    assert.ok(!keys.includes(oldest))
  })

  it('becomes a snapshot at another address when it is large, which the next one is made from', async () => {
    const many = async (from) => {
      const writes = Array.from({ length: 200 }, (_, i) => ({
        $type: 'com.atproto.repo.applyWrites#create',
        collection: POST,
        rkey: `bulk-${from + i}`,
        value: { $type: POST, text: `bulk ${from + i}`, createdAt: new Date().toISOString() },
      }))
      await alice.com.atproto.repo.applyWrites({ repo: alice.did, writes, validate: false })
    }
    for (let i = 0; i < 5; i++) await many(i * 200)
    assert.equal((await sync('getRepo', {}, 'manual')).status, 302)
    const first = await verifyRepoCar(await bytes('getRepo'), alice.did, key)
    const { uri } = await alice.post({ text: 'after the snapshot' })
    const second = await verifyRepoCar(await bytes('getRepo'), alice.did, key)
    assert.equal(second.creates.length, first.creates.length + 1)
    assert.ok(second.creates.some(({ rkey }) => rkey === uri.split('/').at(-1)))
  })
})
