// The conversation below a video, in a sheet beside or over it.
import { ago, avatar, find, make, nameOf, profileLink, words } from './dom.js'
import { Reaction } from './reaction.js'
import { RichText } from './vendor/atproto-api.js'

const DEPTH = 6

/** The replies below a node of a thread, each with how deep it is; those of one level newest last. */
function flat(node, level = 0) {
  return (node.replies ?? [])
    .filter(({ post }) => post)
    .flatMap((reply) => [{ post: reply.post, level }, ...flat(reply, level + 1)])
}

export class Comments {
  #owner
  #dialog = find('comments')
  #list = find('comments-list')
  #form = find('comment')
  #slide
  #parent

  /** @param {{agent: object, onFault: (message: string) => void}} owner */
  constructor(owner) {
    this.#owner = owner
    find('comments-close').addEventListener('click', () => this.#dialog.close())
    find('reply-cancel').addEventListener('click', () => this.#answer())
    this.#dialog.addEventListener('close', () => delete document.body.dataset.comments)
    // The backdrop is the dialog itself outside of its content.
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog) {
        this.#dialog.close()
      }
    })
    this.#list.addEventListener('click', (event) => event.target.closest('a') && this.#dialog.close())
    const text = this.#form.elements.text
    text.addEventListener('input', () => (find('comment-send').disabled = !text.value.trim()))
    text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault()
        this.#form.requestSubmit()
      }
    })
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#send()
    })
  }

  async open(slide) {
    this.#slide = slide
    this.#answer()
    this.#form.reset()
    find('comment-send').disabled = true
    find('comment-error').textContent = ''
    this.#list.replaceChildren()
    this.#say('')
    document.body.dataset.comments = 'open'
    this.#dialog.showModal()
    this.#list.setAttribute('aria-busy', 'true')
    await this.#load(slide)
    this.#list.removeAttribute('aria-busy')
  }

  async #load(slide) {
    try {
      const { data } = await this.#owner.agent.getPostThread({ uri: slide.post.uri, depth: DEPTH })
      if (slide !== this.#slide) {
        return
      }
      const replies = flat(data.thread)
      this.#list.replaceChildren(...replies.map((reply) => this.#row(reply)))
      this.#count()
    } catch (e) {
      this.#say(`The comments cannot be read: ${e.message}`)
    }
  }

  #count() {
    const { post } = this.#slide
    const shown = this.#list.children.length
    // The count of a post may be older than its thread.
    post.replyCount = Math.max(post.replyCount ?? 0, shown)
    this.#slide.showReplies()
    find('comments-title').textContent = shown === 1 ? '1 comment' : `${shown} comments`
    this.#say(shown === 0 ? 'Nobody has said anything yet. Your move.' : '')
  }

  #say(text) {
    find('comments-note').textContent = text
  }

  #row({ post, level }) {
    const { author } = post
    const name = make('a', 'name', { href: profileLink(author) }, nameOf(author))
    const head = make('p', 'line', {}, name, ago(post.indexedAt))
    const reply = make('button', 'plain', { type: 'button' }, 'Reply')
    reply.setAttribute('aria-label', `Reply to ${nameOf(author)}`)
    const like = new Reaction('like', post, this.#owner).button
    const body = make('div', 'body', {}, head, words('said', post.record), reply)
    const row = make('li', 'comment', {}, avatar(author), body, like)
    row.dataset.uri = post.uri
    row.style.setProperty('--level', Math.min(level, 2))
    reply.addEventListener('click', () => this.#answer({ post, level, row }))
    return row
  }

  /** What is written next answers this comment, or the video. */
  #answer(parent) {
    this.#parent = parent
    find('reply-to').hidden = !parent
    find('reply-name').textContent = parent ? `Replying to ${nameOf(parent.post.author)}` : ''
    if (this.#dialog.open) {
      this.#form.elements.text.focus()
    }
  }

  async #send() {
    const text = this.#form.elements.text.value.trim()
    if (!text) {
      return
    }
    const { agent } = this.#owner
    const slide = this.#slide
    const parent = this.#parent
    find('comment-send').disabled = true
    find('comment-error').textContent = ''
    try {
      const rich = new RichText({ text })
      await rich.detectFacets(agent)
      const ref = ({ uri, cid }) => ({ uri, cid })
      const root = slide.post.record.reply?.root ?? ref(slide.post)
      const record = {
        text: rich.text,
        facets: rich.facets,
        reply: { root, parent: ref(parent?.post ?? slide.post) },
      }
      const { uri, cid } = await agent.post(record)
      this.#form.reset()
      this.#show({ uri, cid, record }, parent)
    } catch (e) {
      find('comment-error').textContent = e.message
      find('comment-send').disabled = false
    }
  }

  /** At once: the thread follows the record within moments. */
  #show({ uri, cid, record }, parent) {
    const { did, handle } = this.#owner.agent.session
    const author = { did, handle, ...this.#owner.me() }
    const post = { uri, cid, author, record, indexedAt: new Date().toISOString() }
    const row = this.#row({ post, level: parent ? parent.level + 1 : 0 })
    if (parent) {
      parent.row.after(row)
    } else {
      this.#list.append(row)
    }
    this.#slide.post.replyCount = (this.#slide.post.replyCount ?? 0) + 1
    this.#count()
    this.#answer()
    row.scrollIntoView({ block: 'nearest' })
  }
}
