// Measures @atproto/repo. Prints one line of JSON: root, and milliseconds of each counted run by the clock, and the process's mean
// processor time.
// Arguments: a folder with entries.txt ("key cid" lines), repo.car and key.txt ("did didKey"); runs; warm-up milliseconds.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MST, MemoryBlockstore, verifyRepoCar } from '@atproto/repo'

// The very CID class that the library uses.
const { CID } = createRequire(createRequire(import.meta.url).resolve('@atproto/repo'))('multiformats/cid')

const [folder, runs, warmUpMillis] = process.argv.slice(2)
const entries = readFileSync(join(folder, 'entries.txt'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split(' '))
  .map(([key, cid]) => [key, CID.parse(cid)])
const car = new Uint8Array(readFileSync(join(folder, 'repo.car')))
const [did, didKey] = readFileSync(join(folder, 'key.txt'), 'utf8').split(' ')

async function build() {
  let tree = await MST.create(new MemoryBlockstore())
  for (const [key, cid] of entries) {
    tree = await tree.add(key, cid)
  }
  return (await tree.getUnstoredBlocks()).root.toString()
}

async function verify() {
  const { creates } = await verifyRepoCar(car, did, didKey)
  if (creates.length !== entries.length) {
    throw new Error(`${creates.length} records`)
  }
}

// At least `runs` times and for two seconds.
async function measure(work) {
  const started = performance.now()
  do {
    await work()
  } while (performance.now() - started < Number(warmUpMillis))
  const wall = []
  const usage = process.cpuUsage()
  const counted = performance.now()
  while (wall.length < Number(runs) || performance.now() - counted < 2000) {
    const begin = performance.now()
    await work()
    wall.push(performance.now() - begin)
  }
  const { user, system } = process.cpuUsage(usage)
  return { wall, cpu: (user + system) / 1000 / wall.length }
}

const root = await build()
console.log(JSON.stringify({ root, build: await measure(build), verify: await measure(verify) }))
