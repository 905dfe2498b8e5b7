// The page at / as two people use it: sign up, post a video, watch, like, comment, be told. With SCREENSHOTS=folder it leaves pictures.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { chromium } from 'playwright-core'
import { BASE, eventually, freshHandle, testVideo } from './stack.mjs'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' }
const DESKTOP = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }
const PASSWORD = 'correct horse'

describe('the page', () => {
  let browser, ann, ben, annName, benName

  /** A browser's session of its own, with what it complains of. */
  async function visit(options) {
    const context = await browser.newContext({ ...options, locale: 'en-US' })
    const page = await context.newPage()
    page.complaints = []
    page.on('console', (m) => ['error', 'warning'].includes(m.type()) && page.complaints.push(`${m.text()} ${m.location().url}`))
    page.on('pageerror', (e) => page.complaints.push(e.stack))
    page.on('requestfailed', (r) => page.complaints.push(`${r.url()}: ${r.failure().errorText}`))
    await page.goto(BASE)
    return page
  }

  async function signUp(page, name) {
    const handle = freshHandle(name)
    const label = handle.split('.')[0]
    await page.getByRole('button', { name: 'Create an account' }).click()
    const form = page.locator('#sign-up')
    await form.getByLabel('Choose a handle').fill(label)
    await form.getByText(`@${handle} is yours to take`).waitFor()
    await form.getByLabel('Email').fill(`${label}@mail.test`)
    await form.getByLabel('Password').fill(PASSWORD)
    await picture(page, `${name}-sign-up`)
    await form.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('heading', { name: 'Your move', exact: true }).waitFor()
    await picture(page, `${name}-newcomer`)
    return handle
  }

  before(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
    ann = await visit(DESKTOP)
    ben = await visit(PHONE)
  })

  after(() => browser?.close())

  it('signs two people up', async () => {
    annName = await signUp(ann, 'ann')
    benName = await signUp(ben, 'ben')
  })

  it('uploads a video, and it plays to its author', async () => {
    await ann.getByRole('button', { name: 'Upload' }).click()
    const dialog = ann.getByRole('dialog', { name: 'New video' })
    const buffer = await testVideo(3, '360x640')
    await dialog.getByLabel('Video file').setInputFiles({ name: 'clip.mp4', mimeType: 'video/mp4', buffer })
    await dialog.getByLabel('Caption', { exact: true }).fill('First light over the test bars #morning')
    await ann.waitForFunction(() => document.querySelector('#preview').videoWidth > 0)
    await picture(ann, 'ann-draft')
    await dialog.getByRole('button', { name: 'Post' }).click()
    await dialog.getByText('Processing').waitFor()
    await picture(ann, 'ann-progress')
    await ann.locator('.slide .text', { hasText: 'First light' }).waitFor({ timeout: 60_000 })
    await plays(ann)
    await picture(ann, 'ann-feed')
  })

  it('leads the other to its author, whose video plays once followed', async () => {
    await ben.evaluate((handle) => (location.hash = `#/profile/${handle}`), annName)
    await ben.locator('#profile').getByRole('heading', { name: annName }).waitFor()
    await ben.locator('.tile').first().waitFor()
    await picture(ben, 'ben-profile')
    const follow = ben.locator('#profile').getByRole('button', { name: `Follow @${annName}` })
    await follow.tap()
    await ben.locator('#profile .follow[aria-pressed="true"]').waitFor()
    await ben.getByRole('link', { name: 'Home' }).tap()
    await eventually('the video in the feed of a follower', 15_000, async () => {
      if ((await ben.locator('#home-feed .slide').count()) > 0) return true
      const again = ben.getByRole('button', { name: 'Look again' })
      // It goes when the video comes, which may be between these lines.
      if (await again.isVisible()) await again.tap({ timeout: 1000 }).catch((error) => assert.equal(error.name, 'TimeoutError'))
      await ben.waitForTimeout(500)
      return false
    })
    await plays(ben)
    await picture(ben, 'ben-feed')
  })

  it('takes a like and a comment', async () => {
    const slide = ben.locator('#home-feed .slide').first()
    await slide.getByRole('button', { name: 'Like, 0 so far' }).tap()
    await slide.locator('.like[aria-pressed="true"]').waitFor()
    await slide.getByRole('button', { name: /^Comments/ }).tap()
    const dialog = ben.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Your comment' }).fill('What a morning')
    await dialog.getByRole('button', { name: 'Send' }).tap()
    await dialog.getByText('What a morning').waitFor()
    await picture(ben, 'ben-comment')
    await dialog.getByRole('button', { name: 'Close the comments' }).tap()
  })

  it('tells the author of all three, and shows the comment', async () => {
    await eventually('three unread', 20_000, async () => {
      await ann.reload()
      await ann.getByRole('link', { name: /^Inbox/ }).waitFor()
      await ann.waitForTimeout(500)
      return (await ann.getByRole('link', { name: 'Inbox, 3 unread' }).count()) === 1
    })
    await ann.getByRole('link', { name: 'Inbox, 3 unread' }).click()
    for (const words of ['liked your video', 'commented', 'follows you']) {
      await ann.locator('.event', { hasText: `@${benName} ${words}` }).waitFor()
    }
    await picture(ann, 'ann-inbox')
    await ann.locator('.event', { hasText: 'commented' }).click()
    await plays(ann)
    await ann.locator('#watch .slide').getByRole('button', { name: /^Comments/ }).click()
    await ann.getByRole('dialog').getByText('What a morning').waitFor()
    await picture(ann, 'ann-comments')
    await ann.keyboard.press('Escape')
    await ann.reload()
    await ann.getByRole('link', { name: 'Inbox', exact: true }).waitFor()
  })

  it('shows what the server made of the video: a moving preview, pictures of each second', async () => {
    await ann.getByRole('link', { name: 'Profile' }).click()
    const tile = ann.locator('.tile').first()
    await tile.hover()
    await ann.waitForFunction(() => {
      const picture = document.querySelector('.tile img')
      return picture.src.endsWith('/preview.webp') && picture.complete && picture.naturalWidth > 0
    })
    await picture(ann, 'ann-profile')
    await tile.click()
    await plays(ann)
    const place = ann.locator('#watch').getByRole('slider', { name: 'Place in the video' })
    const box = await place.boundingBox()
    await ann.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await ann.mouse.down()
    await ann.locator('#watch .peek').waitFor()
    await picture(ann, 'ann-scrub')
    await ann.mouse.up()
  })

  it('heard no complaint from either browser', () => {
    // What is unloaded while it is being read is cut off by the page itself; suggestions may be missing.
    const expected = /net::ERR_ABORTED|status of 501 .*\/app\.bsky\.actor\.getSuggestions/
    const heard = (page) => page.complaints.filter((one) => !expected.test(one))
    assert.deepEqual(heard(ann), [])
    assert.deepEqual(heard(ben), [])
  })
})

/** Waits until the first video on screen runs, and goes on. */
async function plays(page) {
  const time = () =>
    page.evaluate(() => {
      const slide = [...document.querySelectorAll('.slide')].find((one) => one.checkVisibility())
      return slide?.querySelector('video').currentTime ?? 0
    })
  const start = await eventually('the video runs', 20_000, async () => (await time()) || undefined)
  await eventually('the video goes on', 10_000, async () => (await time()) !== start)
}

async function picture(page, name) {
  if (process.env.SCREENSHOTS) {
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `playground-${name}.png`) })
  }
}
