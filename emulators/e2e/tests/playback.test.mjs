// A post with captions plays as its author meant it: its shape, its words, at any place. With SCREENSHOTS=folder it leaves pictures.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { chromium } from 'playwright-core'
import { BASE, complaintsOf, eventually, finishedJob, signUp, testVideo, uploadVideo } from './stack.mjs'

const ENGLISH = `WEBVTT

00:00.000 --> 00:02.500
<v Alice onclick=alert(1)>The <b>first</b> words

00:03.000 --> 00:05.900 region:elsewhere align:start
The <script>last</script> words & more
`
const GERMAN = 'WEBVTT\n\n00:00.000 --> 00:05.900\nDie Worte\n'
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** A picture that is stored lying and meant standing, as phones do: the matrix of its track turns it by 90 degrees. */
async function turnedVideo() {
  const file = await testVideo(4, '640x360')
  const matrix = file.indexOf('tkhd') + 44
  const turn = [0, 0x10000, 0, -0x10000, 0, 0, 360 << 16, 0, 0x40000000]
  turn.forEach((value, i) => file.writeInt32BE(value, matrix + 4 * i))
  return file
}

async function uploaded(agent, video) {
  const { body } = await uploadVideo(agent, video)
  const job = await finishedJob(body.jobId, 60_000)
  assert.equal(job.state, 'JOB_STATE_COMPLETED', JSON.stringify(job))
  return job.blob
}

async function caption(agent, lang, text) {
  const { data } = await agent.uploadBlob(Buffer.from(text), { encoding: 'text/vtt' })
  return { lang, file: data.blob }
}

function post(agent, text, video, aspectRatio, captions) {
  return agent.post({ text, embed: { $type: 'app.bsky.embed.video', video, aspectRatio, captions } })
}

async function embedOf(agent, uri, check = () => true) {
  return eventually('the view of the post', 15_000, async () => {
    const { data } = await agent.getPosts({ uris: [uri] })
    return data.posts[0]?.embed && check(data.posts[0].embed) && data.posts[0].embed
  })
}

/** Fetches as a page of another origin does, and checks what it needs to play. */
async function served(address, type) {
  const options = { headers: { origin: 'http://elsewhere.test' } }
  const whole = await fetch(address, options)
  assert.equal(whole.status, 200, `${address}`)
  assert.equal(whole.headers.get('content-type'), type, `${address}`)
  assert.equal(whole.headers.get('cache-control'), IMMUTABLE, `${address}`)
  assert.equal(whole.headers.get('access-control-allow-origin'), '*', `${address}`)
  const bytes = Buffer.from(await whole.arrayBuffer())
  const head = await fetch(address, { ...options, method: 'HEAD' })
  assert.equal(head.status, 200)
  assert.equal(Number(head.headers.get('content-length')), bytes.length)
  const part = await fetch(address, { headers: { ...options.headers, range: 'bytes=2-5' } })
  assert.equal(part.status, 206)
  assert.equal(part.headers.get('content-range'), `bytes 2-5/${bytes.length}`)
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(2, 6))
  return bytes.toString()
}

describe('a post with captions', () => {
  let alice, bob, standing, turned, first, browser

  before(async () => {
    alice = await signUp('alice')
    bob = await signUp('bob')
    await bob.follow(alice.did)
    standing = await uploaded(alice, await testVideo(6, '360x640'))
    turned = await uploaded(alice, await turnedVideo())
  })

  after(() => browser?.close())

  it('names a playlist with its captions, in the first view that anybody sees', async () => {
    const captions = [await caption(alice, 'en', ENGLISH), await caption(alice, 'de', GERMAN)]
    const sent = Date.now()
    const { uri } = await post(alice, 'with words', standing, { width: 9, height: 16 }, captions)
    const embed = await embedOf(bob, uri)
    console.log(`visible after ${Date.now() - sent} ms`)
    first = { uri, embed }
    assert.match(embed.playlist, /\/vid\/[^/]+\/[^/]+\/captions-[0-9a-f]{32}\/playlist\.m3u8$/)
    assert.deepEqual(embed.aspectRatio, { width: 9, height: 16 })
    const again = await post(alice, 'again', standing, { width: 9, height: 16 }, captions)
    assert.equal((await embedOf(bob, again.uri)).playlist, embed.playlist)
  })

  it('has every file of it served to any page, for ever, in parts too', async () => {
    const address = (name) => new URL(name, first.embed.playlist)
    const type = 'application/vnd.apple.mpegurl'
    const master = await served(first.embed.playlist, type)
    const media = [...master.matchAll(/#EXT-X-MEDIA:TYPE=SUBTITLES,.*LANGUAGE="(.*?)".*URI="(.*?)"/g)]
    assert.deepEqual(media.map(([, lang]) => lang), ['en', 'de'])
    for (const [, lang, uri] of media) {
      const playlist = await served(address(uri), type)
      assert.match(playlist, /#EXTINF:6\.\d+,\n/)
      const text = await served(address(`${lang}.vtt`), 'text/vtt')
      assert.match(text, /^WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n\n/)
      assert.ok(!/script|onclick|region/.test(text), text)
    }
    const variants = master.split('\n').filter((line) => line && !line.startsWith('#'))
    assert.ok(variants.length > 0)
    for (const variant of variants) await served(address(variant), type)
    await served(first.embed.thumbnail, 'image/jpeg')
    const plain = await served(address('../playlist.m3u8'), type)
    assert.equal(plain.match(/EXT-X-STREAM-INF/g).length, variants.length)
  })

  it('is shown without what is no WebVTT, and refused what its lexicon does not allow', async () => {
    const shape = { width: 9, height: 16 }
    const none = await caption(alice, 'en', '1\n00:00:01,000 --> 00:00:02,000\nSubRip')
    const { uri } = await post(alice, 'no captions', standing, shape, [none])
    assert.match((await embedOf(bob, uri)).playlist, /\/[^/]+\/playlist\.m3u8$/)
    assert.ok(!(await embedOf(bob, uri)).playlist.includes('captions-'))
    const german = await caption(alice, 'de', GERMAN)
    for (const wrong of [
      [german, { ...german, lang: 'DE' }],
      [{ ...german, lang: 'not a language' }],
      [{ ...german, file: standing }],
      Array(21).fill(german),
    ]) {
      await assert.rejects(post(alice, 'wrong', standing, shape, wrong), (e) =>
        e.status === 400 && e.error === 'InvalidRequest')
    }
  })

  it('plays in Chromium with its words, in its shape, before and after a jump', async () => {
    const captions = [await caption(alice, 'en', ENGLISH)]
    const { uri } = await post(alice, 'turned by a phone', turned, { width: 360, height: 640 }, captions)
    await eventually('both in the timeline', 15_000, async () => {
      const { data } = await bob.getTimeline()
      return [uri, first.uri].every((one) => data.feed.some((item) => item.post.uri === one))
    })
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' })
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    await page.goto(BASE)
    const form = page.locator('#sign-in')
    await form.getByLabel('Handle').fill(bob.session.handle)
    await form.getByLabel('Password').fill('correct horse')
    await form.getByRole('button', { name: 'Sign in', exact: true }).click()
    for (const [name, address] of [['turned', uri], ['standing', first.uri]]) {
      const slide = page.locator(`.slide[data-uri="${address}"]`)
      await slide.waitFor()
      await slide.scrollIntoViewIfNeeded()
      await slide.evaluate((element) => element.scrollIntoView())
      await plays(page, slide, name)
    }
    assert.deepEqual(complaints, [])
  })
})

/** What the browser itself says of a slide's video. */
const stateOf = (slide) =>
  slide.locator('video').evaluate((video) => ({
    time: video.currentTime,
    ratio: video.videoWidth / video.videoHeight,
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
    cues: [...video.textTracks]
      .filter(({ mode }) => mode !== 'disabled')
      .flatMap(({ activeCues }) => [...(activeCues ?? [])].map((cue) => cue.getCueAsHTML().textContent)),
  }))

async function plays(page, slide, name) {
  const until = (what, check) =>
    eventually(`${name}: ${what}`, 20_000, async () => {
      const state = await stateOf(slide)
      return check(state) && state
    })
  const start = await until('runs', ({ time }) => time > 0.2)
  await until('goes on', ({ time, frames }) => time > start.time + 0.3 && frames > start.frames)
  const { ratio } = await stateOf(slide)
  assert.ok(Math.abs(ratio - 9 / 16) < 0.01, `${name}: width to height is ${ratio}`)
  // The clip is short and begins again, so the first words come by again.
  await until('the first words', ({ cues }) => cues.includes('The first words'))
  const shown = slide.locator('.cues')
  await shown.getByText('The first words').waitFor()
  assert.equal(await shown.locator('b').first().textContent(), 'first')
  await picture(page, `${name}-first`)
  await slide.locator('video').evaluate((video) => (video.currentTime = 3.1))
  await until('the words after the jump', ({ cues, time }) => time >= 3.1 && cues.includes('The last words & more'))
  await shown.getByText('The last words & more').waitFor()
  await picture(page, `${name}-jumped`)
}

async function picture(page, name) {
  if (process.env.SCREENSHOTS) {
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `playback-${name}.png`) })
  }
}
