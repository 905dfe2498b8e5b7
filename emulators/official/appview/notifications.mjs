// What somebody is told.
import { friends, mentionOf } from '../friends.mjs'

const LIST = 'app.bsky.notification.listNotifications'
const COUNT = 'app.bsky.notification.getUnreadCount'

export const scenarios = {
  async 'what four friends are told'(w) {
    const { alice, bob, carol, dan } = await friends(w)
    for (const each of [alice, bob, carol, dan]) await each.sees(each.name, LIST)
    for (const each of [alice, bob]) await each.sees(`${each.name}: how many`, COUNT)
    await alice.pages('by threes', LIST, { limit: 3 }, 'notifications')
    await alice.sees('five', LIST, { limit: 5 })
    for (const reasons of [['like'], ['reply', 'mention'], ['follow'], ['quote'], ['repost']]) {
      await alice.sees(`only ${reasons.join(' and ')}`, LIST, { reasons })
    }
    await alice.sees('a reason that is none', LIST, { reasons: ['boredom'] })
    await alice.sees('with priority', LIST, { priority: true })
    await w.anyone.sees('for anyone', LIST)
    await w.anyone.sees('how many, for anyone', COUNT)
  },

  async 'each reason once'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const post = await alice.post('of alice')
    await bob.follow(alice)
    await bob.like(post)
    const repost = await bob.repost(post)
    await bob.reply('bob answers', post)
    await bob.quote('bob quotes', post)
    await bob.post('hello alice', { facets: [mentionOf(alice, 6, 11)] })
    await carol.record('carol likes by a repost', 'app.bsky.feed.like', { subject: post, via: repost })
    await carol.record('carol reposts by a repost', 'app.bsky.feed.repost', { subject: post, via: repost })
    await alice.like(post)
    await alice.sees('alice', LIST)
    await bob.sees('bob', LIST)
    await carol.sees('carol', LIST)
  },

  async 'what was seen'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const post = await alice.post('of alice')
    await bob.like(post)
    await carol.like(post)
    await alice.sees('two', COUNT)
    await alice.does('seen', 'app.bsky.notification.updateSeen', { seenAt: new Date(Date.now() + 1000).toISOString() })
    await alice.sees('none', COUNT)
    await alice.sees('read', LIST)
    await alice.does('no time', 'app.bsky.notification.updateSeen', { seenAt: 'yesterday' })
    await w.anyone.does('by anyone', 'app.bsky.notification.updateSeen', { seenAt: new Date().toISOString() })
  },

  async 'what comes to nothing'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const post = await alice.post('of alice')
    const like = await bob.like(post)
    const reply = await carol.reply('carol answers', post)
    await alice.sees('two', LIST)
    await bob.removes(like)
    await carol.removes(reply)
    await alice.sees('nothing', LIST)
    await alice.sees('not one', COUNT)
    await bob.follow(alice)
    await carol.follow(alice)
    await alice.block(bob)
    await alice.sees('bob is blocked', LIST)
    await w.takedown('carol', carol)
    await alice.sees('carol is taken down', LIST)
  },

  async 'conversations'(w) {
    const { alice, bob, carol } = await w.accounts('alice', 'bob', 'carol')
    const root = await alice.post('of alice')
    const reply = await bob.reply('bob answers', root)
    await carol.reply('carol answers bob', reply, root)
    for (const each of [alice, bob, carol]) await each.sees(each.name, LIST)
  },

  async 'what is wanted'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    const post = await alice.post('of alice')
    await alice.sees('at first', 'app.bsky.notification.getPreferences')
    await alice.does('no likes', 'app.bsky.notification.putPreferencesV2', { like: { include: 'all', list: false, push: false } })
    await bob.like(post)
    await bob.repost(post)
    await alice.sees('no likes now', 'app.bsky.notification.getPreferences')
    await alice.sees('a repost only', LIST)
    await alice.does('who is followed', 'app.bsky.notification.putPreferencesV2', { repost: { include: 'follows', list: true, push: true } })
    await alice.sees('no repost of a stranger', LIST)
    await alice.does('a choice that is none', 'app.bsky.notification.putPreferencesV2', { like: { include: 'nobody', list: true, push: true } })
    await alice.does('priority only', 'app.bsky.notification.putPreferences', { priority: true })
    await alice.sees('priority', LIST)
    await w.anyone.sees('for anyone', 'app.bsky.notification.getPreferences')
  },

  async 'every post of somebody'(w) {
    const { alice, bob } = await w.accounts('alice', 'bob')
    await bob.follow(alice)
    await bob.does('wants to know', 'app.bsky.notification.putActivitySubscription', { subject: alice.did, activitySubscription: { post: true, reply: false } })
    await bob.sees('whom', 'app.bsky.notification.listActivitySubscriptions')
    await bob.sees('a profile says so', 'app.bsky.actor.getProfile', { actor: alice.did })
    const post = await alice.post('of alice')
    await alice.reply('alice goes on', post)
    await bob.sees('is told', LIST)
    await bob.does('of oneself', 'app.bsky.notification.putActivitySubscription', { subject: bob.did, activitySubscription: { post: true, reply: false } })
    await bob.does('does not want to know any more', 'app.bsky.notification.putActivitySubscription', { subject: alice.did, activitySubscription: { post: false, reply: false } })
    await bob.sees('nobody', 'app.bsky.notification.listActivitySubscriptions')
  },
}
