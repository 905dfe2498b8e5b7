// What somebody keeps for later.
const KEEP = 'app.bsky.bookmark.createBookmark'
const DROP = 'app.bsky.bookmark.deleteBookmark'
const KEPT = 'app.bsky.bookmark.getBookmarks'
const POSTS = 'app.bsky.feed.getPosts'

export const scenarios = {
  async 'posts are kept'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const [first, second, third] = [await bob.post('one'), await bob.post('two'), await carol.post('three')]
    await alice.sees('none', KEPT)
    for (const [name, post] of Object.entries({ one: first, two: second, three: third })) await alice.does(`keeps ${name}`, KEEP, post)
    await alice.does('keeps three again', KEEP, third)
    await alice.sees('three', KEPT)
    await alice.pages('by ones', KEPT, { limit: 1 }, 'bookmarks')
    await alice.sees('posts say so', POSTS, { uris: [first.uri, second.uri] })
    await bob.sees('to others only how often', POSTS, { uris: [first.uri] })
    await bob.sees('bob keeps none', KEPT)
    await alice.does('drops two', DROP, { uri: second.uri })
    await alice.does('drops two again', DROP, { uri: second.uri })
    await alice.sees('two', KEPT)
    await alice.sees('posts say so, too', POSTS, { uris: [second.uri] })
    await bob.removes(first)
    await alice.sees('one is deleted', KEPT)
    await carol.block(alice)
    await alice.sees('one is of who blocks', KEPT)
  },

  async 'what cannot be kept'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    const post = await bob.post('of bob')
    const like = await alice.like(post)
    await alice.does('a like', KEEP, like)
    await alice.does('a like is dropped', DROP, { uri: like.uri })
    await alice.does('no URI', KEEP, { uri: 'nonsense', cid: post.cid })
    await alice.does('no CID', KEEP, { uri: post.uri })
    await alice.does('no post', KEEP, { uri: `${post.uri.slice(0, -13)}3aaaaaaaaaaaa`, cid: post.cid })
    await w.anyone.does('by anyone', KEEP, post)
    await w.anyone.sees('for anyone', KEPT)
  },
}
