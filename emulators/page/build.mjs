// Writes target/site, the folder that is served: the files of src, and the two libraries below vendor.
// Does nothing when the folder is newer than all that it is made of.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const site = join(root, 'target/site')
/** Written last: its time is that of the whole folder. */
const built = join(root, 'target/site.built')
/** npm writes it last. */
const installed = join(root, 'node_modules/.package-lock.json')
const locks = ['package.json', 'package-lock.json'].map((name) => join(root, name))
const sources = readdirSync(join(root, 'src'), { recursive: true }).map((name) => join(root, 'src', name))

function isNewer(file, inputs) {
  const time = (path) => statSync(path).mtimeMs
  return existsSync(file) && inputs.every((input) => time(input) <= time(file))
}

async function writeSite() {
  const { build } = await import('esbuild')
  rmSync(site, { recursive: true, force: true })
  mkdirSync(join(site, 'vendor'), { recursive: true })
  cpSync(join(root, 'src'), site, { recursive: true })
  cpSync(join(root, 'node_modules/hls.js/dist/hls.min.js'), join(site, 'vendor/hls.min.js'))
  await build({
    stdin: { contents: "export { AtpAgent, RichText } from '@atproto/api'", resolveDir: root },
    outfile: join(site, 'vendor/atproto-api.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'eof',
    logLevel: 'warning',
  })
  writeFileSync(built, '')
}

if (!isNewer(built, [...locks, ...sources, fileURLToPath(import.meta.url)])) {
  if (!isNewer(installed, locks)) {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    execFileSync('npm', ['ci', ...options], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  await writeSite()
}
