// The page at / in a real browser: a follower signs in and the author's video plays.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { chromium } from 'playwright-core'
import { BASE, complaintsOf, eventually, finishedJob, postVideo, signUp, testVideo, uploadVideo } from './stack.mjs'

it('plays a followed account\'s video in Chromium', async () => {
  const alice = await signUp('alice')
  const bob = await signUp('bob')
  await bob.follow(alice.did)
  const upload = await uploadVideo(alice, await testVideo())
  const { blob } = await finishedJob(upload.body.jobId)
  const post = await postVideo(alice, blob, 'seen in a browser')
  await eventually('the post in the timeline', 5000, async () =>
    (await bob.getTimeline()).data.feed.some((item) => item.post.uri === post.uri))

  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    const complaints = complaintsOf(page)
    await page.goto(BASE)
    const form = page.locator('#sign-in')
    await form.getByLabel('Handle').fill(bob.session.handle)
    await form.getByLabel('Password').fill('correct horse')
    await form.getByRole('button', { name: 'Sign in', exact: true }).click()
    const time = () => page.evaluate(() => document.querySelector('.slide video')?.currentTime ?? 0)
    await eventually('the video runs', 15000, async () => (await time()) > 1)
    const first = await time()
    await eventually('the video goes on', 5000, async () => (await time()) !== first)
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT })
    assert.deepEqual(complaints, [])
  } finally {
    await browser.close()
  }
})
