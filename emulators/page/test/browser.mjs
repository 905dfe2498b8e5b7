// The built page in headless Chromium, as the tests need it. With SCREENSHOTS=folder it leaves pictures.
import assert from 'node:assert/strict'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { startServer } from './server.mjs'

export const site = join(dirname(fileURLToPath(import.meta.url)), '../target/site')
export const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 800 } },
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function find(program) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, program)).find(isExecutable)
}

const executablePath = find('chromium')
export const skip =
  executablePath && find('ffmpeg')
    ? false
    : 'skipped: chromium or ffmpeg is missing (apt-get install chromium ffmpeg)'
/** What a test of the page is given. */
export const options = { skip, timeout: 60_000 }

export class Browser {
  #browser

  /** A browser and a server for the tests of one file. */
  static forThisFile() {
    const browser = new Browser()
    before(() => skip || browser.#start())
    after(() => browser.#stop())
    return browser
  }

  async #start() {
    assert.ok(existsSync(join(site, 'index.html')), 'run npm run build first')
    this.server = await startServer({ site })
    this.#browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  }

  async #stop() {
    await this.#browser?.close()
    this.server?.close()
  }

  /** Opens the page at its entrance, and gathers all that it complains of. */
  async open(settings, origin = this.server.origin) {
    const context = await this.#browser.newContext(settings)
    const page = await context.newPage()
    const complaints = []
    page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(m.text()))
    page.on('pageerror', (e) => complaints.push(e.stack))
    await page.goto(origin)
    await page.locator('#sign-in').waitFor()
    return { page, complaints, close: () => context.close() }
  }

  /** Opens the page and signs in as Alice. */
  async signedIn(settings) {
    const opened = await this.open(settings)
    await opened.page.getByRole('button', { name: 'Sign in as alice.test' }).click()
    await playing(opened.page, 0)
    return opened
  }
}

/** Waits until the video at a place of the feed on screen fills it and runs. */
export async function playing(page, place) {
  await page.waitForFunction(
    (i) => {
      const slides = [...document.querySelectorAll('.slide')].filter((one) => one.checkVisibility())
      const top = slides[i]?.getBoundingClientRect().top
      return Math.abs(top) < 2 && slides[i].querySelector('video').currentTime > 0.3
    },
    place,
    { timeout: 15_000 },
  )
}

/** Waits until nothing moves any more. */
export async function settled(page) {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished.catch(() => {})),
    ),
  )
}

export async function picture(page, name) {
  if (process.env.SCREENSHOTS) {
    await settled(page)
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) })
  }
}

export const slide = (page, place) => page.locator('.slide').nth(place)
export const is = (page, place, property) =>
  slide(page, place).locator('video').evaluate((v, name) => v[name], property)
