// Wires the page: who is signed in, which view is open, what leads where.
import { Comments } from './comments.js'
import { Composer } from './composer.js'
import { avatar, find, profileLink, toast } from './dom.js'
import { Editor } from './editor.js'
import { Feed, Wishes } from './feed.js'
import { Home } from './home.js'
import { Inbox } from './inbox.js'
import { listenToKeys } from './keys.js'
import { videosBy } from './listing.js'
import { Profile } from './profile.js'
import { Search } from './search.js'
import { createAgent, resume } from './session.js'
import { applyTheme, Settings } from './settings.js'
import { Welcome } from './welcome.js'

applyTheme()

const agent = createAgent(() => welcome('Your session has ended. Sign in again.'))
const settings = new Settings(signOut)
let me = {}
const owner = {
  agent,
  onFault: toast,
  me: () => me,
  onSettings: () => settings.open(),
  onEdit: (profile) => editor.open(profile),
  onComments: (slide) => comments.open(slide),
  onShare: share,
}
const wishes = new Wishes()
const comments = new Comments(owner)
const home = new Home(owner, wishes)
const watch = new Feed(find('watch-feed'), owner, wishes)
const profile = new Profile(owner)
const inbox = new Inbox(owner)
const search = new Search(owner)
const editor = new Editor(agent, (changes) => {
  showMe({ ...me, ...changes })
  toast('Saved.')
  setTimeout(open, 600)
})
const composer = new Composer(agent, async (uri) => {
  location.hash = '#/'
  await home.posted(uri)
})
const entrance = new Welcome(agent, enter)

/** The feed on screen, if one is. */
function feed() {
  return { feed: home.feed, watch }[document.body.dataset.view]
}

async function openWatch(did, rkey) {
  const uri = `at://${did}/app.bsky.feed.post/${rkey}`
  const known = profile.listing?.has(uri) ? profile.listing : videosBy(agent, did, uri)
  find('watch-note').textContent = ''
  try {
    await watch.show(known, Math.max(0, known.indexOf(uri)))
    watch.resume()
    find('watch-note').textContent = watch.length === 0 ? 'This post shows no video, or is gone.' : ''
  } catch (e) {
    find('watch-note').textContent = `The video cannot be read: ${e.message}`
  }
}

/** What the address names, and the tab that leads there. */
const VIEWS = {
  '': { view: 'feed', tab: 'feed', open: () => home.open() },
  search: { view: 'search', tab: 'search', open: () => search.open() },
  inbox: { view: 'inbox', tab: 'inbox', open: () => inbox.open() },
  profile: { view: 'profile', open: (actor) => profile.open(actor) },
  watch: { view: 'watch', open: openWatch },
}

async function open() {
  if (!agent.session) {
    return
  }
  const [, name = '', ...rest] = location.hash.split('/').map(decodeURIComponent)
  const { view, tab, open: show } = VIEWS[name] ?? VIEWS['']
  home.feed.pause()
  watch.pause()
  if (view !== 'watch') {
    watch.clear()
  }
  document.body.dataset.view = view
  const isMine = view === 'profile' && [agent.session.did, agent.session.handle].includes(rest[0])
  for (const link of document.querySelectorAll('#nav [data-tab]')) {
    const current = link.dataset.tab === (isMine ? 'profile' : tab)
    current ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current')
  }
  find(view).scrollTop = 0
  // Without it a reader of the screen is left on a link that leads away.
  find(view).focus({ preventScroll: true })
  await show(...rest)
}

async function enter() {
  find('nav').hidden = false
  find('me').href = profileLink(agent.session)
  showMe(agent.session)
  inbox.poll()
  home.clear()
  await Promise.all([open(), readMe()])
}

async function readMe() {
  try {
    const { data } = await agent.getProfile({ actor: agent.session.did })
    const { displayName, description, avatar: picture } = data
    showMe({ displayName, description, avatar: picture })
  } catch (e) {
    toast(`Your profile cannot be read: ${e.message}`)
  }
}

function showMe(profile) {
  me = profile
  find('my-face').replaceChildren(avatar({ ...agent.session, ...profile }))
}

function welcome(message) {
  document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close())
  find('nav').hidden = true
  home.clear()
  watch.clear()
  entrance.open(message).catch((e) => toast(`The demo accounts cannot be read: ${e.message}`))
}

async function signOut() {
  try {
    await agent.logout()
  } finally {
    location.hash = '#/'
    welcome()
  }
}

async function share(post) {
  const [, , did, , rkey] = post.uri.split('/')
  const url = `${location.origin}/#/watch/${did}/${rkey}`
  try {
    await navigator.clipboard.writeText(url)
    toast('The link is on your clipboard.')
  } catch {
    // A page that is not served securely may not write there.
    toast(url)
  }
}

const upload = () => composer.open()
find('upload').addEventListener('click', upload)
find('open-settings').addEventListener('click', () => settings.open())
find('back').addEventListener('click', () => history.back())
for (const button of document.querySelectorAll('[data-step]')) {
  button.addEventListener('click', () => feed()?.step(Number(button.dataset.step)))
}
find('compose').addEventListener('toggle', (event) =>
  event.newState === 'open' ? feed()?.pause() : feed()?.resume(),
)
listenToKeys(feed, {
  onComments: () => feed()?.active && comments.open(feed().active),
  onUpload: upload,
  onSearch: () => (location.hash = '#/search'),
  onSettings: () => settings.open(),
})
addEventListener('hashchange', open)

if (await resume(agent)) {
  await enter()
} else {
  welcome()
}
