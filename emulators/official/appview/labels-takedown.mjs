// What authors say of their own posts, and what the operator hides.
import { selfLabels } from '../friends.mjs'

export const scenarios = {
  async 'labels of an author'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    await alice.profile({ displayName: 'Alice', ...selfLabels('porn') })
    const post = await alice.post('labelled', selfLabels('nudity', 'sexual'))
    await bob.follow(alice)
    await bob.quote('a quote of it', post)
    await bob.sees('profile', 'app.bsky.actor.getProfile', { actor: alice.did })
    await bob.sees('feed', 'app.bsky.feed.getAuthorFeed', { actor: alice.did })
    await bob.sees('timeline', 'app.bsky.feed.getTimeline')
    await bob.sees('thread', 'app.bsky.feed.getPostThread', { uri: post.uri })
    await alice.sees('followers', 'app.bsky.graph.getFollows', { actor: bob.did })
  },

  async 'what the operator hides'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    await carol.follow(alice)
    await carol.follow(bob)
    const post = await alice.post('of alice')
    const quote = await bob.quote('bob quotes alice', post)
    const like = await bob.like(post)
    await w.takedown('the post', post)
    await carol.sees('no post', 'app.bsky.feed.getPosts', { uris: [post.uri] })
    await carol.sees('no thread', 'app.bsky.feed.getPostThread', { uri: post.uri })
    await carol.sees('a quote of nothing', 'app.bsky.feed.getPosts', { uris: [quote.uri] })
    await carol.sees('a feed without it', 'app.bsky.feed.getAuthorFeed', { actor: alice.did })
    await alice.sees('the author herself', 'app.bsky.feed.getAuthorFeed', { actor: alice.did })
    await alice.sees('what she was told', 'app.bsky.notification.listNotifications')
    await w.takedown('the post is let be', post, false)
    await carol.sees('the post again', 'app.bsky.feed.getPosts', { uris: [post.uri] })
    await w.takedown('a like', like)
    await carol.sees('likes without it', 'app.bsky.feed.getLikes', { uri: post.uri })
  },

  async 'an account is hidden'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    await carol.follow(alice)
    await alice.follow(carol)
    const post = await alice.post('of alice')
    const quote = await bob.quote('bob quotes alice', post)
    const ofCarol = await carol.post('of carol')
    await alice.like(ofCarol)
    await alice.reply('alice answers carol', ofCarol)
    await w.takedown('alice', alice)
    await carol.sees('timeline', 'app.bsky.feed.getTimeline')
    await carol.sees('quote', 'app.bsky.feed.getPosts', { uris: [quote.uri, post.uri] })
    await carol.sees('thread', 'app.bsky.feed.getPostThread', { uri: ofCarol.uri })
    await carol.sees('likes', 'app.bsky.feed.getLikes', { uri: ofCarol.uri })
    await carol.sees('followers', 'app.bsky.graph.getFollowers', { actor: carol.did })
    await carol.sees('follows', 'app.bsky.graph.getFollows', { actor: carol.did })
    await carol.sees('notifications', 'app.bsky.notification.listNotifications')
    await w.takedown('alice is let be', alice, false)
    await carol.sees('timeline after', 'app.bsky.feed.getTimeline')
    await carol.sees('followers after', 'app.bsky.graph.getFollowers', { actor: carol.did })
  },
}
