// Small things that every part of the page is made of.
import { RichText } from './vendor/atproto-api.js'

export const find = (id) => document.getElementById(id)

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })

/** 1284 becomes 1.3K. */
export const short = (count) => compact.format(count ?? 0)

/** An element with properties and children; text is never read as markup. */
export function make(tag, className, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), { className }, properties)
  element.append(...children)
  return element
}

export function icon(name) {
  const namespace = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(namespace, 'svg')
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(namespace, 'use')
  use.setAttribute('href', `#i-${name}`)
  svg.append(use)
  return svg
}

/** What an actor is called where there is room for one name. */
export const nameOf = (actor) => actor.displayName || `@${actor.handle}`

/** A picture of an actor, or the first letter of its name on a colour of its own. */
export function avatar(actor) {
  if (actor.avatar) {
    return make('img', 'avatar', { src: actor.avatar, alt: '', loading: 'lazy' })
  }
  const hue = [...actor.handle].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 360, 7)
  const letter = (actor.displayName || actor.handle).slice(0, 1).toUpperCase()
  const span = make('span', 'avatar', { ariaHidden: 'true' }, letter)
  span.style.setProperty('--hue', hue)
  return span
}

/** How long ago, as people write it: now, 5m, 3h, 2d, then the date. */
export function ago(iso, now = Date.now()) {
  const then = new Date(iso)
  const minutes = Math.floor((now - then) / 60_000)
  const text =
    minutes < 1 ? 'now'
    : minutes < 60 ? `${minutes}m`
    : minutes < 1440 ? `${Math.floor(minutes / 60)}h`
    : minutes < 10_080 ? `${Math.floor(minutes / 1440)}d`
    : day.format(then)
  return make('time', 'time', { dateTime: iso, title: then.toLocaleString('en') }, text)
}

/** The text of a record with its mentions and links; only web addresses become links. */
export function words(className, { text = '', facets }) {
  const element = make('p', className)
  for (const part of new RichText({ text, facets }).segments()) {
    element.append(segment(part))
  }
  return element
}

function segment(part) {
  if (part.mention) {
    return make('a', '', { href: `#/profile/${part.mention.did}` }, part.text)
  }
  if (part.link && /^https?:/.test(part.link.uri)) {
    const { uri: href } = part.link
    return make('a', '', { href, target: '_blank', rel: 'noopener nofollow' }, part.text)
  }
  return part.facet ? make('b', '', {}, part.text) : part.text
}

/** Where a post of somebody is watched on this page. */
export function watchLink(uri) {
  const [, , did, , rkey] = uri.split('/')
  return `#/watch/${did}/${rkey}`
}

export const profileLink = (actor) => `#/profile/${actor.did}`

/** What was said of a refusal that this server has no such method yet. */
export const isMissing = (e) => e.status === 501 || e.error === 'MethodNotImplemented'

export const isStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches

let toastTimer
/** Says something at the edge of the screen for a moment. */
export function toast(message) {
  clearTimeout(toastTimer)
  find('toast').textContent = message
  toastTimer = setTimeout(() => (find('toast').textContent = ''), 5000)
}
