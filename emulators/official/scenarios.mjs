// Plays the same scenarios at the official server and at ours (BASE_URL), and compares what came of each step.
// Without BASE_URL the official server is compared with itself, which proves that the scenarios say the same each time.
import { readdir } from 'node:fs/promises'
import { DIFFERENCES, FIELDS } from './differences.mjs'
import { Driver } from './driver.mjs'
import { official, ours } from './servers.mjs'

/** The official server set up as the local stack is. */
const ALIKE = {
  enableDidDocWithSession: true,
  privacyPolicyUrl: undefined,
  recoveryDidKey: undefined,
  serviceHandleDomains: ['.test'],
  termsOfServiceUrl: undefined,
}

/** What `scenarios/limits.mjs` and `scenarios/invites.mjs` need of the official server; all other files are played together. */
const APART = { limits: { rateLimitsEnabled: true }, invites: { inviteRequired: true, inviteInterval: 1 } }

async function chosen(names) {
  const all = (await readdir(new URL('scenarios/', import.meta.url))).map((file) => file.replace('.mjs', '')).sort()
  const files = names.length > 0 ? names : all.filter((name) => !APART[name])
  const modules = await Promise.all(files.map((name) => import(`./scenarios/${name}.mjs`)))
  return {
    scenarios: modules.flatMap((module, i) => Object.entries(module.scenarios).map(([name, play]) => ({ file: files[i], name, play }))),
    settings: { ...ALIKE, ...APART[names[0]] },
  }
}

async function played(server, play) {
  const driver = new Driver(server)
  try {
    await play(driver)
  } catch (e) {
    driver.brokeOff(e)
  }
  return driver.steps
}

/** Each step of either side, in order, with what differs: lines that begin with `-` only the first has. */
function compared(scenario, first, second) {
  const steps = [...new Set([...first, ...second].map(({ step }) => step))]
  return steps.map((step) => {
    const [a, b] = [first, second].map((side) => side.find((each) => each.step === step))
    const lines = [
      ...(a?.shape ?? []).filter((line) => !b?.shape.includes(line)).map((line) => `- ${line}`),
      ...(b?.shape ?? []).filter((line) => !a?.shape.includes(line)).map((line) => `+ ${line}`),
    ]
    const row = { scenario, step, official: a?.outcome ?? 'missing', ours: b?.outcome ?? 'missing', shape: lines }
    return { ...row, whole: a?.shape ?? [], messages: [a?.message, b?.message], same: row.official === row.ours && lines.length === 0 }
  })
}

const covers = (entry, row) => entry.where[row.scenario]?.includes(row.step) ?? false
const meets = (entry, row) => {
  const lines = row.shape.filter((line) => !FIELDS.some((field) => field.line === line))
  return entry.official === row.official && entry.ours === row.ours && JSON.stringify(entry.shape ?? []) === JSON.stringify(lines)
}
const EXTRA = { official: '200', ours: '200' }

function verdict(row) {
  const entry = DIFFERENCES.find((each) => covers(each, row))
  if (row.same) return entry ? 'NO MORE' : 'yes'
  return meets(entry ?? EXTRA, row) ? 'as listed' : 'NO'
}

function print(row) {
  console.log(`| ${row.scenario} | ${row.step} | ${row.official} | ${row.ours} | ${row.verdict} |`)
  if (process.env.SHAPES) for (const line of row.whole) console.log(`      ${line}`)
  if (row.verdict !== 'NO') return
  for (const line of row.shape) console.log(`    ${line}`)
  if (row.messages.some(Boolean)) console.log(`    said: ${JSON.stringify(row.messages)}`)
}

const { scenarios, settings } = await chosen(process.argv.slice(2))
const first = await official(undefined, settings)
const second = process.env.BASE_URL ? await ours() : await official(undefined, settings)
const rows = []
console.log('| scenario | step | official | ours | same |\n| --- | --- | --- | --- | --- |')
for (const { file, name, play } of scenarios) {
  const [a, b] = await Promise.all([played(first, play), played(second, play)])
  for (const row of compared(name, a, b)) {
    rows.push({ ...row, file, verdict: second.name === 'ours' ? verdict(row) : row.same ? 'yes' : 'NO' })
    print(rows.at(-1))
  }
}
await first.close()
await second.close()

/** What is listed for these scenarios and did not come up in any of them. */
const unmet = second.name !== 'ours' ? [] : [
  ...DIFFERENCES.flatMap(({ where }) => Object.entries(where).flatMap(([scenario, steps]) => steps.map((step) => ({ scenario, step }))))
    .filter(({ scenario, step }) => scenarios.some(({ name }) => name === scenario) && !rows.some((row) => row.scenario === scenario && row.step === step))
    .map(({ scenario, step }) => `${scenario}: ${step}`),
  ...(process.argv.length > 2 ? [] : FIELDS).map(({ line }) => line).filter((line) => !rows.some((row) => row.shape.includes(line))),
]
for (const each of unmet) console.log(`listed, and not seen: ${each}`)

const count = (verdict) => rows.filter((row) => row.verdict === verdict).length
const wrong = count('NO') + count('NO MORE') + unmet.length
console.log('\n| file | scenarios | steps | the same | as listed | wrong |\n| --- | ---: | ---: | ---: | ---: | ---: |')
for (const file of new Set(scenarios.map((each) => each.file))) {
  const mine = rows.filter((row) => row.file === file)
  const of = (...verdicts) => mine.filter(({ verdict }) => verdicts.includes(verdict)).length
  const played = scenarios.filter((each) => each.file === file).length
  console.log(`| ${file} | ${played} | ${mine.length} | ${of('yes')} | ${of('as listed')} | ${of('NO', 'NO MORE')} |`)
}
console.log(`\n${scenarios.length} scenarios, ${rows.length} steps: ${count('yes')} the same, ${count('as listed')} differ as listed, ${wrong} wrong`)
process.exit(wrong > 0 ? 1 : 0)
