// Plays the same scenarios at the official app view and at ours (BASE_URL), and compares all that each account sees.
// Without BASE_URL the official one is compared with itself, which proves that the scenarios say the same each time.
import { readdir, writeFile } from 'node:fs/promises'
import { databases, missing } from './databases.mjs'
import { compared, unlisted, unmet, verdict } from './judge.mjs'
import { officialViews, ours } from './servers.mjs'
import { World } from './world.mjs'

/** How many lines of a difference are shown. */
const LINES = Number(process.env.LINES ?? 12)
/** How many scenarios are played at the same time: most of their time they wait for views. */
const AT_ONCE = Number(process.env.AT_ONCE ?? 4)
const COLUMNS = [['the same', 'yes'], ['wanted', 'wanted'], ['ours to fix', 'ours to fix'], ['not there yet', 'not yet', 'follows'], ['unknown', 'NO', 'NO MORE']]

async function chosen(names) {
  const all = (await readdir(new URL('appview/', import.meta.url))).map((file) => file.replace('.mjs', '')).sort()
  const files = names.length > 0 ? names : all
  const modules = await Promise.all(files.map((name) => import(`./appview/${name}.mjs`)))
  return modules.flatMap((module, i) => Object.entries(module.scenarios).map(([name, play]) => ({ file: files[i], name, play })))
}

async function played(server, play, isKnown) {
  const world = new World(server, isKnown)
  try {
    await play(world)
  } catch (e) {
    world.brokeOff(e)
  }
  return world.steps
}

/** The judged rows of one scenario. */
async function judged(first, second, { file, name, play }) {
  const a = await played(first, play)
  const judge = (row, after) => (second.name === 'ours' ? verdict(row, after) : row.same ? 'yes' : 'NO')
  const isKnown = (row) => judge(compared(name, a.filter(({ step }) => step === row.step), [row])[0], false) !== 'NO'
  const b = await played(second, play, isKnown)
  let isAfterNotYet = false
  return compared(name, a, b).map((row) => {
    const rowVerdict = judge(row, isAfterNotYet)
    // A procedure that is not there leaves its scenario without what it would have done.
    isAfterNotYet ||= rowVerdict === 'not yet' && (b.find(({ step }) => step === row.step)?.isProcedure ?? false)
    return { ...row, file, verdict: rowVerdict }
  })
}

function print(row) {
  console.log(`| ${row.scenario} | ${row.step} | ${row.official} | ${row.ours} | ${row.verdict} |`)
  if (row.verdict !== 'NO') return
  for (const line of unlisted(row).slice(0, LINES)) console.log(`    ${line}`)
  if (row.messages.some(Boolean)) console.log(`    said: ${JSON.stringify(row.messages)}`)
}

/** The scenarios, some at a time, in their order. */
async function all(first, second, scenarios) {
  console.log('| scenario | step | official | ours | same |\n| --- | --- | --- | --- | --- |')
  const rows = scenarios.map(() => null)
  let next = 0
  let printed = 0
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < scenarios.length) {
      const i = next++
      rows[i] = await judged(first, second, scenarios[i])
      while (rows[printed]) rows[printed++].forEach(print)
    }
  }))
  return rows.flat()
}

const of = (rows, ...verdicts) => rows.filter(({ verdict }) => verdicts.includes(verdict)).length
const counts = (rows) => COLUMNS.map(([, ...verdicts]) => of(rows, ...verdicts))

function sum(rows, left) {
  for (const each of left) console.log(`listed, and not seen: ${each}`)
  console.log(`\n| file | steps | ${COLUMNS.map(([title]) => title).join(' | ')} |\n| --- |${' ---: |'.repeat(COLUMNS.length + 1)}`)
  for (const file of new Set(rows.map((row) => row.file))) {
    const mine = rows.filter((row) => row.file === file)
    console.log(`| ${[file, mine.length, ...counts(mine)].join(' | ')} |`)
  }
  console.log(`| ${['all', rows.length, ...counts(rows)].join(' | ')} |`)
  const absent = [...new Set(rows.filter(({ verdict }) => verdict === 'not yet').map(({ method }) => method))].sort()
  if (absent.length > 0) console.log(`\nnot there yet: ${absent.join(', ')}`)
}

const why = missing()
if (why) {
  console.log(`not compared with the official app view: ${why} (apt-get install postgresql redis-server)`)
  process.exit(0)
}
const scenarios = await chosen(process.argv.slice(2))
const stores = await databases()
const first = await officialViews(stores, 'one')
const second = process.env.BASE_URL ? await ours() : await officialViews(stores, 'two')
const rows = await all(first, second, scenarios)
await second.close()
await first.close()
await stores.close()
const left = second.name === 'ours' ? unmet(rows, process.argv.length === 2) : []
sum(rows, left)
if (process.env.REPORT) await writeFile(process.env.REPORT, JSON.stringify(rows, null, 1))
process.exit(of(rows, 'NO', 'NO MORE') + left.length > 0 ? 1 : 0)
