// Drives the built page in headless Chromium. With SCREENSHOTS=folder it also leaves pictures there.
import assert from 'node:assert/strict'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { ALICE, SERVER_DID, startServer } from './server.mjs'

const site = join(dirname(fileURLToPath(import.meta.url)), '../target/site')
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const DESKTOP = { viewport: { width: 1280, height: 800 } }

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
const skip =
  executablePath && find('ffmpeg')
    ? false
    : 'page.test is skipped: chromium or ffmpeg is missing (apt-get install chromium ffmpeg)'

let browser
let server

before(async () => {
  if (!skip) {
    assert.ok(existsSync(join(site, 'index.html')), 'run npm run build first')
    server = await startServer({ site })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  }
})

after(async () => {
  await browser?.close()
  server?.close()
})

/** Opens the page, and gathers all that it complains of. */
async function open(options, origin = server.origin) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints = []
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(m.text()))
  page.on('pageerror', (e) => complaints.push(e.stack))
  await page.goto(origin)
  await page.locator('#sign-in').waitFor()
  return { page, complaints, close: () => context.close() }
}

async function signIn(page) {
  await page.getByRole('button', { name: 'Sign in as alice.test' }).click()
  await playing(page, 0)
}

/** Waits until the video at a place of the feed is on screen and runs. */
async function playing(page, place) {
  await page.waitForFunction(
    (i) => {
      const slide = document.querySelectorAll('.slide')[i]
      const top = slide?.getBoundingClientRect().top
      return Math.abs(top) < 2 && slide.querySelector('video').currentTime > 0.3
    },
    place,
    { timeout: 15_000 },
  )
}

async function calls(method, count = 1) {
  let found = []
  while (found.length < count) {
    found = server.calls.filter((call) => call.method === method)
    await new Promise((resume) => setTimeout(resume, 20))
  }
  return found
}

async function picture(page, name) {
  if (process.env.SCREENSHOTS) {
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) })
  }
}

const slide = (page, place) => page.locator('.slide').nth(place)
const video = (page, place) => slide(page, place).locator('video')
const is = (page, place, property) => video(page, place).evaluate((v, name) => v[name], property)

for (const [name, options] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  for (const colorScheme of ['light', 'dark']) {
    test(`the feed plays on a ${name}, ${colorScheme}`, { skip, timeout: 60_000 }, async () => {
      const { page, complaints, close } = await open({ ...options, colorScheme })
      const signInButton = page.getByRole('button', { name: 'Sign in as alice.test' })
      await signInButton.waitFor()
      assert.equal(await page.getByLabel('Handle').inputValue(), 'alice.test')
      assert.equal(await page.getByLabel('Password').inputValue(), 'secret')
      await picture(page, `${name}-${colorScheme}-welcome`)
      await signIn(page)
      assert.equal(await page.locator('.slide').count(), 3)
      await picture(page, `${name}-${colorScheme}-feed`)
      const then = await is(page, 0, 'currentTime')
      await page.waitForFunction(
        (past) => document.querySelector('.slide video').currentTime > past + 0.2,
        then,
      )
      await page.keyboard.press('ArrowDown')
      await playing(page, 1)
      assert.equal(await is(page, 0, 'paused'), true)
      await page.keyboard.press('ArrowDown')
      await playing(page, 2)
      await picture(page, `${name}-${colorScheme}-wide`)
      await page.keyboard.press('ArrowUp')
      await playing(page, 1)
      assert.deepEqual(complaints, [])
      await close()
    })
  }
}

test('a like is counted, sent and taken back', { skip, timeout: 60_000 }, async () => {
  const { page, complaints, close } = await open(DESKTOP)
  await signIn(page)
  server.calls.length = 0
  const like = slide(page, 0).getByRole('button', { name: /^Like/ })
  await like.click()
  assert.equal(await like.getAttribute('aria-label'), 'Like, 1285 so far')
  assert.equal(await like.getAttribute('aria-pressed'), 'true')
  const [create] = await calls('com.atproto.repo.createRecord')
  assert.equal(create.input.record.subject.uri, server.posts[0].uri)
  await page.keyboard.press('l')
  await slide(page, 0).getByRole('button', { name: 'Like, 1284 so far' }).waitFor()
  const [remove] = await calls('com.atproto.repo.deleteRecord')
  assert.equal(remove.input.collection, 'app.bsky.feed.like')
  assert.equal(remove.input.rkey, '3n2shbz7aaa2u')
  assert.deepEqual(complaints, [])
  await close()
})

test('captions are shown until they are switched off', { skip, timeout: 60_000 }, async () => {
  const { page, complaints, close } = await open(PHONE)
  await signIn(page)
  const cues = slide(page, 0).locator('.cues')
  await cues.getByText('It goes on & on.').waitFor()
  assert.equal(await cues.locator('b').textContent(), 'on')
  await picture(page, 'phone-captions')
  const button = slide(page, 0).getByRole('button', { name: 'Captions' })
  assert.equal(await button.getAttribute('aria-pressed'), 'true')
  await button.tap()
  await cues.getByText('It goes on').waitFor({ state: 'detached' })
  await page.keyboard.press('c')
  await cues.getByText('It goes on').waitFor()
  assert.equal(await slide(page, 1).getByRole('button', { name: 'Captions' }).count(), 0)
  assert.deepEqual(complaints, [])
  await close()
})

test('sound, pause and touch', { skip, timeout: 60_000 }, async () => {
  const { page, complaints, close } = await open(PHONE)
  await signIn(page)
  assert.equal(await is(page, 0, 'muted'), true)
  await slide(page, 0).getByRole('button', { name: 'Turn sound on' }).tap()
  assert.equal(await is(page, 0, 'muted'), false)
  await slide(page, 0).locator('.frame').tap({ position: { x: 150, y: 300 } })
  await page.locator('.slide.is-paused').waitFor()
  assert.equal(await is(page, 0, 'paused'), true)
  await slide(page, 0).locator('.paused').evaluate((glyph) =>
    Promise.all(glyph.getAnimations().map(({ finished }) => finished)),
  )
  await picture(page, 'phone-paused')
  await page.locator('#feed').evaluate((feed) => feed.scrollBy(0, feed.clientHeight))
  await playing(page, 1)
  assert.equal(await is(page, 1, 'muted'), false)
  assert.deepEqual(complaints, [])
  await close()
})

test('a file becomes a post', { skip, timeout: 60_000 }, async () => {
  const { page, complaints, close } = await open(DESKTOP)
  await signIn(page)
  server.calls.length = 0
  await page.locator('#file').setInputFiles(server.upload)
  assert.equal(await is(page, 0, 'paused'), true)
  await page.getByLabel('Caption', { exact: true }).fill('My first #video')
  const words = { name: 'words.vtt', mimeType: '', buffer: Buffer.from('no captions at all') }
  await page.getByLabel('What is said').setInputFiles(words)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.getByText('The captions must be a WebVTT file').waitFor()
  assert.deepEqual(server.calls, [])
  const buffer = Buffer.from('WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n')
  await page.getByLabel('What is said').setInputFiles({ ...words, buffer })
  await page.getByLabel('Language').fill('pt-BR')
  await page.waitForFunction(() => document.querySelector('#preview').videoWidth > 0)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.getByText('Processing, 40 %').waitFor()
  await picture(page, 'desktop-upload')
  await page.locator('.slide .text', { hasText: 'My first #video' }).waitFor()
  await playing(page, 0)
  const [grant] = await calls('com.atproto.server.getServiceAuth')
  assert.equal(grant.input.aud, SERVER_DID)
  assert.equal(grant.input.lxm, 'com.atproto.repo.uploadBlob')
  const [upload] = await calls('app.bsky.video.uploadVideo')
  assert.equal(upload.authorization, 'Bearer service-token')
  assert.deepEqual(upload.input, { did: ALICE.did, name: 'video.mp4' })
  assert.ok(upload.bytes > 10_000)
  const [create] = await calls('com.atproto.repo.createRecord')
  const { embed, facets } = create.input.record
  assert.equal(embed.$type, 'app.bsky.embed.video')
  assert.deepEqual(embed.aspectRatio, { width: 640, height: 360 })
  const [caption] = embed.captions
  assert.equal(caption.lang, 'pt-BR')
  assert.equal(caption.file.mimeType, 'text/vtt')
  assert.equal(facets[0].features[0].tag, 'video')
  assert.deepEqual(complaints, [])
  server.posts.shift()
  await close()
})

test('a session outlives a reload and ends with signing out', { skip, timeout: 60_000 }, async () => {
  const { page, complaints, close } = await open(PHONE)
  await signIn(page)
  await page.reload()
  await playing(page, 0)
  await page.getByRole('button', { name: 'Sign out' }).tap()
  await page.locator('#sign-in').waitFor()
  await page.reload()
  await page.locator('#sign-in').waitFor()
  assert.equal(await page.locator('.slide').count(), 0)
  assert.deepEqual(complaints, [])
  await close()
})

test('without a demo there is the form, and a refusal is told', { skip, timeout: 60_000 }, async () => {
  const plain = await startServer({ site, demo: false })
  const { page, complaints, close } = await open(PHONE, plain.origin)
  assert.equal(await page.locator('#demo').isVisible(), false)
  await page.getByLabel('Handle').fill('alice.test')
  await page.getByLabel('Password').fill('wrong')
  await page.getByRole('button', { name: 'Sign in', exact: true }).tap()
  await page.getByText('Invalid identifier or password').waitFor()
  await picture(page, 'phone-refused')
  plain.posts = []
  await page.getByLabel('Password').fill('secret')
  await page.keyboard.press('Enter')
  await page.getByText('Nothing to watch yet').waitFor()
  await picture(page, 'phone-empty')
  // The browser itself reports the two answers that are not 200.
  const statuses = complaints.map((complaint) => complaint.match(/status of (\d+)/)?.[1])
  assert.deepEqual(statuses, ['404', '401'])
  await close()
  plain.close()
})
