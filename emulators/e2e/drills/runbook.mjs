// The runbooks' own commands, against the running stack.
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { dev } from '../tests/stack.mjs'

const BIN = join(dirname(fileURLToPath(import.meta.url)), '../../../terraform/runbooks/bin')

/** Where the services of the stack are, as the commands read them. */
export async function environment() {
  const text = await (await dev('environment')).text()
  return Object.fromEntries([...text.matchAll(/^export (\w+)='([^']*)'$/gm)].map(([, name, value]) => [name, value]))
}

/** Runs a command as an operator does; returns what it printed, without the last line break. */
export async function runbook(name, ...options) {
  const env = { ...process.env, ...(await environment()) }
  const { stdout } = await promisify(execFile)(join(BIN, name), options, { env })
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
