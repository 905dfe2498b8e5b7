// What two answers must have in common: the paths of a JSON body with their types, and the values that mean the same everywhere.

/** Texts whose value counts; of all others the kind does. */
const TEXTS = new Set([
  '$type', 'createdBy', 'error', 'label', 'lxm', 'name', 'scope', 'status', 'tokenUse', 'type', 'typ', 'visibility', 'availableUserDomains',
])
/** Numbers whose value counts. */
const NUMBERS = new Set(['available', 'expectedBlobs', 'importedBlobs', 'indexedRecords', 'privateStateValues', 'repoBlocks'])

/** Texts of any kind. */
const FREE = new Set(['ref'])

/** Objects of which only counts that they are there. */
const WHOLE = new Set(['didDoc'])

const KINDS = [
  ['did', /^did:[a-z]+:[^\s/?#]+$/],
  ['did#service', /^did:[a-z]+:[^\s/?#]+#[\w-]+$/],
  ['did:key', /^did:key:z\w+$/],
  ['at-uri', /^at:\/\//],
  ['url', /^https?:\/\//],
  ['jwt', /^[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}$/],
  ['datetime', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/],
  ['cid', /^baf[a-z2-7]{50,}$/],
  ['email', /^[^@\s]+@[^@\s]+$/],
  ['app password', /^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/],
  ['empty', /^$/],
]

function leaf(key, value) {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return NUMBERS.has(key) ? String(value) : 'number'
  if (TEXTS.has(key) && !value.startsWith('did:')) return JSON.stringify(value)
  if (FREE.has(key)) return 'string'
  return KINDS.findLast(([, pattern]) => pattern.test(value))?.[0] ?? 'string'
}

/** The sorted lines `path: type` of a body; the elements of an array are seen together. */
export function shape(body) {
  const lines = new Set()
  const walk = (path, key, value) => {
    if (Array.isArray(value)) {
      lines.add(`${path}: array(${value.length})`)
      for (const element of value) walk(`${path}[]`, key, element)
    } else if (value !== null && typeof value === 'object') {
      if (Object.keys(value).length === 0 || WHOLE.has(key)) return lines.add(`${path}: object`)
      for (const [name, inner] of Object.entries(value)) walk(path ? `${path}.${name}` : name, name, inner)
    } else if (value !== undefined) {
      lines.add(`${path}: ${leaf(key, value)}`)
    }
  }
  walk('', '', body)
  return [...lines].sort()
}
