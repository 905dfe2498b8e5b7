// A PostgreSQL and a Redis of their own, in a temporary folder, as the official app view needs them.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const DEBIAN = '/usr/lib/postgresql'
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'].flatMap((setting) => ['-c', setting])

/** What cannot be found on this machine, or undefined. */
export function missing() {
  if (!binaries()) return 'PostgreSQL is not installed'
  if (!onPath('redis-server')) return 'Redis is not installed'
  return undefined
}

/** Starts both; `close` ends them and leaves nothing behind. */
export async function databases() {
  const folder = mkdtempSync(join(tmpdir(), 'official-'))
  const user = unprivileged()
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const bin = binaries()
  const data = join(folder, 'data')
  const options = { ...user, cwd: folder, stdio: 'ignore' }
  execFileSync(join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync'], options)
  const [postgresPort, redisPort] = [await freePort(), await freePort()]
  const children = [
    spawn(join(bin, 'postgres'), ['-D', data, '-k', folder, '-p', String(postgresPort), ...FAST], options),
    spawn('redis-server', ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], options),
  ]
  const interrupted = () => process.exit(1)
  const left = () => {
    for (const child of children) child.kill('SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', left).once('SIGINT', interrupted).once('SIGTERM', interrupted)
  await Promise.all([postgresPort, redisPort].map(listening))
  return {
    postgresUrl: `postgresql://postgres@127.0.0.1:${postgresPort}/postgres`,
    redisHost: `127.0.0.1:${redisPort}`,
    async close() {
      const ended = children.map((child) => once(child, 'exit'))
      for (const child of children) child.kill('SIGINT')
      await Promise.all(ended)
      left()
      process.off('exit', left).off('SIGINT', interrupted).off('SIGTERM', interrupted)
    },
  }
}

/** PostgreSQL refuses to run as root. */
function unprivileged() {
  if (process.getuid() !== 0) return {}
  const id = (flag) => Number(execFileSync('id', [flag, 'nobody']))
  return { uid: id('-u'), gid: id('-g') }
}

function binaries() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => b - a) : []
  const folders = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...path()]
  return folders.find((folder) => existsSync(join(folder, 'initdb')))
}

const path = () => (process.env.PATH ?? '').split(':')
const onPath = (name) => path().some((folder) => existsSync(join(folder, name)))

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

async function listening(port) {
  for (let i = 0; i < 200; i++) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch {
      await sleep(50)
    } finally {
      socket.destroy()
    }
  }
  throw new Error(`nothing listens at ${port}`)
}
