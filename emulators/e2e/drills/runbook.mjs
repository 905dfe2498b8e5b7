// The runbooks' own commands, taken from their pages, against the running stack.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { BASE, dev } from '../tests/stack.mjs'

const PAGES = join(dirname(fileURLToPath(import.meta.url)), '../../../terraform/runbooks')
const BIN = join(PAGES, 'bin')
const shell = promisify(execFile)

/** Where the services of the stack are, as the commands read them. */
export async function environment() {
  const text = await (await dev('environment')).text()
  return Object.fromEntries([...text.matchAll(/^export (\w+)='([^']*)'$/gm)].map(([, name, value]) => [name, value]))
}

/**
 * Runs the one command of a page that is this, or begins so, as it stands there, in the folder where the page says. `variables` are what the page's
 * reader has found out. Returns what it printed, or the value that it assigned.
 */
export async function command(page, beginning, variables = {}) {
  const text = await readFile(join(PAGES, `${page}.md`), 'utf8')
  const all = [...text.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) => block.split('\n'))
  const lines = all.includes(beginning) ? [beginning] : all.filter((line) => line.startsWith(beginning))
  assert.equal(lines.length, 1, `${page}: ${lines.length} commands begin with ${beginning}`)
  const [, assigned] = /^([A-Z_]+)=\$\(/.exec(lines[0]) ?? []
  const env = { ...process.env, SERVICE_ORIGIN: BASE, ...(await environment()), ...variables }
  const script = lines[0].replaceAll('http://localhost:8080', BASE) + (assigned ? `\nprintf '%s' "$${assigned}"` : '')
  const { stdout } = await shell('bash', ['-euo', 'pipefail', '-c', script], { cwd: PAGES, env })
  return stdout.trimEnd()
}

/** Runs a command as an operator does; returns what it printed, without the last line break. */
export async function runbook(name, ...options) {
  const env = { ...process.env, ...(await environment()) }
  const { stdout } = await shell(join(BIN, name), options, { env })
  return stdout.trimEnd()
}

/** The exit code and message of a command that does not succeed. */
export async function refused(name, ...options) {
  try {
    await runbook(name, ...options)
  } catch (error) {
    return { code: error.code, message: error.stderr }
  }
  throw new Error(`${name} was not refused`)
}
