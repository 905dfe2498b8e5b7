// Who reposts what.
import { friends } from '../friends.mjs'

const REPOSTED = 'app.bsky.feed.getRepostedBy'

export const scenarios = {
  async 'reposts of four friends'(w) {
    const { alice, bob, made } = await friends(w)
    await alice.sees('of a post', REPOSTED, { uri: made.question.uri })
    await bob.sees('of a reply', REPOSTED, { uri: made.thanks.uri })
    await alice.sees('of one that nobody reposts', REPOSTED, { uri: made.plain.uri })
    await w.anyone.sees('for anyone', REPOSTED, { uri: made.mention.uri })
    await alice.sees('of no URI', REPOSTED, { uri: 'nonsense' })
  },

  async 'reposts that come and go'(w) {
    const { alice, bob, carol, dan } = await w.accounts('alice', 'bob', 'carol', 'dan')
    const post = await alice.post('reposted')
    const repost = await bob.repost(post)
    await carol.repost(post)
    await dan.repost(post)
    await alice.sees('three', REPOSTED, { uri: post.uri })
    await alice.pages('by ones', REPOSTED, { uri: post.uri, limit: 1 }, 'repostedBy')
    await alice.sees('counted', 'app.bsky.feed.getPosts', { uris: [post.uri] })
    await bob.sees('known to bob', 'app.bsky.feed.getPosts', { uris: [post.uri] })
    await bob.removes(repost)
    await alice.sees('two', REPOSTED, { uri: post.uri })
    await alice.sees('counted again', 'app.bsky.feed.getPosts', { uris: [post.uri] })
    await alice.block(dan)
    await alice.sees('dan is blocked', REPOSTED, { uri: post.uri })
    await dan.sees('dan sees', REPOSTED, { uri: post.uri })
  },
}
