// Who likes what.
import { friends } from '../friends.mjs'

const LIKES = 'app.bsky.feed.getLikes'
const POSTS = 'app.bsky.feed.getPosts'

export const scenarios = {
  async 'likes of four friends'(w) {
    const { alice, bob, made } = await friends(w)
    await alice.sees('of a post', LIKES, { uri: made.question.uri })
    await alice.sees('of a post and its CID', LIKES, { uri: made.question.uri, cid: made.question.cid })
    await bob.sees('of another', LIKES, { uri: made.deep.uri })
    await alice.sees('of one that nobody likes', LIKES, { uri: made.plain.uri })
    await alice.pages('by ones', LIKES, { uri: made.question.uri, limit: 1 }, 'likes')
    await w.anyone.sees('for anyone', LIKES, { uri: made.question.uri })
    await alice.sees('of nothing', LIKES, { uri: `${made.plain.uri.slice(0, -13)}3aaaaaaaaaaaa` })
    await alice.sees('of no URI', LIKES, { uri: 'nonsense' })
    await alice.sees('of none', LIKES)
  },

  async 'likes that come and go'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const post = await alice.post('liked')
    const like = await bob.like(post)
    await carol.like(post)
    await alice.like(post)
    await bob.sees('three', LIKES, { uri: post.uri })
    await bob.sees('counted', POSTS, { uris: [post.uri] })
    await bob.removes(like)
    await bob.sees('two', LIKES, { uri: post.uri })
    await bob.sees('counted again', POSTS, { uris: [post.uri] })
    await bob.like(post)
    await bob.like(post)
    await bob.sees('the same like twice', LIKES, { uri: post.uri })
    await bob.sees('counted once', POSTS, { uris: [post.uri] })
    await bob.block(carol)
    await bob.sees('carol is blocked', LIKES, { uri: post.uri })
    await carol.sees('carol sees', LIKES, { uri: post.uri })
    await alice.sees('alice sees', LIKES, { uri: post.uri })
    await w.takedown('bob', bob)
    await alice.sees('bob is taken down', LIKES, { uri: post.uri })
  },
}
