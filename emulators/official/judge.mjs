// What two answers have in common, and whether what they have not is listed.
import { DIFFERENCES, FAULTS, FIELDS } from './appview-differences.mjs'
import { lines } from './names.mjs'

const NOT_YET = '501 MethodNotImplemented'
const LISTED = [...FIELDS, ...FAULTS.filter((fault) => fault.everywhere)]

/** Lines that only one of two bodies has: `-` the first, `+` the second. */
export function unlike(first, second) {
  const [a, b] = [lines(first), lines(second)]
  const [inA, inB] = [new Set(a), new Set(b)]
  return [...a.filter((line) => !inB.has(line)).map((line) => `- ${line}`), ...b.filter((line) => !inA.has(line)).map((line) => `+ ${line}`)]
}

const isListed = (line, fields) => fields.some((field) => field.lines.some((pattern) => pattern.test(line)))

/** Each step of either side, in order, with what differs. */
export function compared(scenario, first, second) {
  const steps = [...new Set([...first, ...second].map(({ step }) => step))]
  return steps.map((step) => {
    const [a, b] = [first, second].map((side) => side.find((each) => each.step === step))
    const row = { scenario, step, method: (a ?? b).method, official: a?.outcome ?? 'missing', ours: b?.outcome ?? 'missing' }
    const found = unlike(a?.body, b?.body)
    return { ...row, unlike: found, messages: [a?.message, b?.message], same: row.official === row.ours && found.length === 0 }
  })
}

const covers = (entry, row) => entry.where?.[row.scenario]?.includes(row.step) ?? false

/** Whether an entry is met exactly: both outcomes, and each line by one of its patterns, of which each has a line. */
function meets(entry, row) {
  const rest = row.unlike.filter((line) => !isListed(line, LISTED))
  const { official = '200', ours = '200', lines: patterns = [] } = entry
  return official === row.official && ours === row.ours
    && rest.every((line) => patterns.some((pattern) => pattern.test(line)))
    && patterns.every((pattern) => rest.some((line) => pattern.test(line)))
}

/** `wanted`: a difference on purpose; `ours to fix`: a known fault; `follows`: after a procedure that ours does not have. */
export function verdict(row, isAfterNotYet) {
  const [difference, fault] = [DIFFERENCES, FAULTS].map((entries) => entries.find((each) => covers(each, row)))
  if (row.same) return difference || fault ? 'NO MORE' : 'yes'
  if (row.ours === NOT_YET && row.official !== NOT_YET) return 'not yet'
  if (fault) return meets(fault, row) ? 'ours to fix' : 'NO'
  if (difference) return meets(difference, row) ? 'wanted' : 'NO'
  if (row.official !== row.ours || !row.unlike.every((line) => isListed(line, LISTED))) return isAfterNotYet ? 'follows' : 'NO'
  return row.unlike.every((line) => isListed(line, FIELDS)) ? 'wanted' : 'ours to fix'
}

/** The lines of a row that are not listed. */
export const unlisted = (row) => row.unlike.filter((line) => !isListed(line, LISTED))

/** What is listed for these rows and did not come up in any of them. */
export function unmet(rows, isWhole) {
  const steps = [...DIFFERENCES, ...FAULTS].flatMap(({ where = {} }) => Object.entries(where))
    .filter(([scenario]) => rows.some((row) => row.scenario === scenario))
    .flatMap(([scenario, names]) => names.filter((step) => !rows.some((row) => row.scenario === scenario && row.step === step))
      .map((step) => `${scenario}: ${step}`))
  const fields = !isWhole ? [] : LISTED.flatMap(({ lines: patterns }) => patterns)
    .filter((pattern) => !rows.some((row) => row.unlike.some((line) => pattern.test(line))))
  return [...steps, ...fields.map(String)]
}
