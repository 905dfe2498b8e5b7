// What is random in an answer, by the name that a scenario knows it by.

const RANDOM = /did:plc:[a-z2-7]{24}|baf[a-z2-7]{50,}|\b[2-7][2-7a-z]{12}\b|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g
const KINDS = [[/^did:/, 'a DID'], [/^baf/, 'a CID'], [/^\d{4}-/, 'a time'], [/./, 'a TID']]

/** Fields whose addresses differ from server to server. */
const ADDRESSES = new Set(['avatar', 'banner', 'fullsize', 'playlist', 'thumb', 'thumbnail'])

export class Names {
  #names = new Map()
  #word

  /** `word` stands in texts that nobody else wrote. */
  constructor(word) {
    this.#word = word
  }

  add(text, name) {
    this.#names.set(text, name)
  }

  /** A copy of a value in which everything random is named, or its kind said. */
  plain(value, key) {
    if (Array.isArray(value)) return value.map((each) => this.plain(each, key))
    if (typeof value?.toJSON === 'function') return this.plain(value.toJSON(), key)
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).filter(([, inner]) => inner !== undefined).map(([name, inner]) => [name, this.plain(inner, name)]))
    }
    return typeof value === 'string' ? this.#text(value, key) : value
  }

  #text(text, key) {
    if (key === 'cursor') return 'a cursor'
    if (key === 'indexedAt') return 'a time'
    if (ADDRESSES.has(key) && /^https?:/.test(text)) return 'an address'
    const handles = text.replace(/\b[a-z0-9]+\.test\b/g, (handle) => this.#names.get(handle) ?? handle)
    return handles.replaceAll(this.#word, 'WORD').replace(RANDOM, (found) => this.#names.get(found) ?? KINDS.find(([pattern]) => pattern.test(found))[1])
  }
}

/** The lines `path: value` of a value. */
export function lines(value, path = '') {
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (Array.isArray(value) ? a - b : a < b ? -1 : 1))
    if (entries.length === 0) return [`${path}: ${Array.isArray(value) ? '[]' : '{}'}`]
    return entries.flatMap(([key, inner]) => lines(inner, Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key))
  }
  return value === undefined ? [] : [`${path}: ${JSON.stringify(value)}`]
}
