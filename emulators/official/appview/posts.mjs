// Single posts, and what they carry.
import { friends, quoteOf, selfLabels } from '../friends.mjs'
import { png } from '../pictures.mjs'

const POSTS = 'app.bsky.feed.getPosts'
const QUOTES = 'app.bsky.feed.getQuotes'

export const scenarios = {
  async 'posts of four friends'(w) {
    const { alice, bob, made } = await friends(w)
    const uris = Object.values(made).map(({ uri }) => uri)
    await alice.sees('all for alice', POSTS, { uris })
    await bob.sees('all for bob', POSTS, { uris })
    await w.anyone.sees('all for anyone', POSTS, { uris })
    await alice.sees('twice the same', POSTS, { uris: [uris[0], uris[1], uris[0]] })
    await alice.sees('some that are not there', POSTS, { uris: [`${uris[0]}x`, uris[1], 'at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3aaaaaaaaaaaa'] })
    await alice.sees('no URI', POSTS, { uris: ['nonsense'] })
    await alice.sees('none', POSTS, { uris: [] })
    await alice.sees('26', POSTS, { uris: Array.from({ length: 26 }, () => uris[0]) })
    await bob.removes(made.langs)
    await alice.sees('a quoted one is deleted', POSTS, { uris: [made.quoting.uri, made.langs.uri] })
  },

  async 'what a post carries'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    const image = await alice.blob(png, 'image/png')
    const images = { $type: 'app.bsky.embed.images', images: [{ image, alt: 'a dot', aspectRatio: { width: 1, height: 1 } }] }
    const plain = await bob.post('plain')
    const link = { $type: 'app.bsky.embed.external', external: { uri: 'https://example.com/page', title: 'a page', description: 'of somebody', thumb: image } }
    const made = [
      await alice.post('with an image', { embed: images }),
      await alice.post('with a link', { embed: link }),
      await alice.post('with an image and a quote', { embed: { $type: 'app.bsky.embed.recordWithMedia', media: images, record: quoteOf(plain) } }),
      await alice.post('with labels of its own', selfLabels('porn', 'spoiler')),
      await alice.post('with tags and languages', { tags: ['one', 'two'], langs: ['en', 'de'] }),
      await alice.post('with a quote of nothing', { embed: quoteOf({ ...plain, uri: `${plain.uri.slice(0, -13)}3aaaaaaaaaaaa` }) }),
    ]
    await bob.sees('all', POSTS, { uris: made.map(({ uri }) => uri) })
    await bob.sees('those with media', 'app.bsky.feed.getAuthorFeed', { actor: alice.did, filter: 'posts_with_media' })
  },

  async 'quotes of a post'(w) {
    const { alice, bob, carol, dan } = await w.accounts('alice', 'bob', 'carol', 'dan')
    const post = await alice.post('to be quoted')
    await alice.sees('none', QUOTES, { uri: post.uri })
    const first = await bob.quote('bob quotes', post)
    await carol.quote('carol quotes', post)
    await dan.quote('dan quotes bob', first)
    await alice.sees('two', QUOTES, { uri: post.uri })
    await alice.sees('one', QUOTES, { uri: first.uri })
    await alice.pages('by ones', QUOTES, { uri: post.uri, limit: 1 }, 'posts')
    await alice.sees('counted', POSTS, { uris: [post.uri, first.uri] })
    await w.anyone.sees('for anyone', QUOTES, { uri: post.uri })
    await bob.removes(first)
    await alice.sees('one is deleted', QUOTES, { uri: post.uri })
    await alice.sees('and not counted', POSTS, { uris: [post.uri] })
    await alice.sees('of no post', QUOTES, { uri: 'nonsense' })
    await carol.block(alice)
    await alice.sees('carol blocks alice', QUOTES, { uri: post.uri })
  },
}
