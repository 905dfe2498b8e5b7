// What everybody needs: names of controls, contrast, an order of focus that follows the eye, nothing that moves unasked.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser, options, SIZES, settled, slide } from './browser.mjs'
import { tooFaint } from './contrast.mjs'

const browser = Browser.forThisFile()

/** Roles that mean nothing without a name. */
const NAMED = new Set(
  'button link textbox searchbox combobox slider radio checkbox switch dialog progressbar navigation feed article Video image group radiogroup list'.split(' '),
)
/** Lists of rows are named by their view's heading. */
const MAY_BE_PLAIN = new Set(['list'])

/** The nodes that a reader of the screen would meet without being told what they are. */
async function nameless(page) {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  const named = nodes.filter(({ ignored, role }) => !ignored && NAMED.has(role.value))
  assert.ok(named.length > 3, 'the tree is empty')
  return named
    .filter(({ role, name }) => !name?.value?.trim() && !MAY_BE_PLAIN.has(role.value))
    .map(({ role, backendDOMNodeId }) => `${role.value} ${backendDOMNodeId}`)
}

/** Each view and dialog of the page, opened one after the other. */
const VIEWS = {
  feed: async () => {},
  comments: async (page) => {
    await slide(page, 0).getByRole('button', { name: /^Comments/ }).click()
    await page.getByRole('dialog', { name: '2 comments' }).waitFor()
  },
  search: async (page) => {
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Search' }).click()
    await page.getByRole('searchbox').fill('a')
    await page.locator('.person').first().waitFor()
  },
  inbox: async (page) => {
    await page.getByRole('link', { name: /^Inbox/ }).click()
    await page.locator('.event').first().waitFor()
  },
  profile: async (page) => {
    await page.getByRole('link', { name: 'Profile' }).click()
    await page.locator('.tile').first().waitFor()
  },
  edit: async (page) => {
    await page.getByRole('button', { name: 'Edit profile' }).click()
  },
  settings: async (page) => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
  },
  choose: async (page) => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Upload' }).click()
  },
  draft: async (page) => {
    await page.getByLabel('Video file').setInputFiles(browser.server.upload)
    await page.locator('#compose').getByText('Captions', { exact: true }).click()
  },
}

for (const [name, size] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`names and contrast on a ${name}, ${colorScheme}`, options, async () => {
      const { page, complaints, close } = await browser.open({ ...size, colorScheme })
      const check = async (view) => {
        await settled(page)
        assert.deepEqual(await nameless(page), [], `${view}: without a name`)
        assert.deepEqual(await tooFaint(page), [], `${view}: too faint`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        assert.ok(wide <= 0, `${view}: ${wide} px are off the screen`)
      }
      await page.getByRole('button', { name: 'Sign in as alice.test' }).waitFor()
      await check('sign in')
      await page.getByRole('button', { name: 'Create an account' }).click()
      await page.locator('#sign-up').getByLabel('Choose a handle').fill('robin')
      await page.getByText('@robin.test is yours to take').waitFor()
      await check('sign up')
      await page.locator('#up').getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('button', { name: 'Sign in as alice.test' }).click()
      await page.locator('.slide').first().waitFor()
      for (const [view, open] of Object.entries(VIEWS)) {
        await open(page)
        await check(view)
      }
      assert.deepEqual(complaints, [])
      await close()
    })
  }

  test(`the tab key follows the eye on a ${name}`, options, async () => {
    const { page, close } = await browser.signedIn(size)
    const names = []
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      const found = await page.evaluate(() => {
        const element = document.activeElement
        const { left, top, right, bottom } = element.getBoundingClientRect()
        const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
        const name = element.getAttribute('aria-label') ?? element.textContent.trim()
        return element === document.body ? undefined : { name, inside }
      })
      // After the last one the browser's own controls have their turn.
      if (!found) {
        continue
      }
      if (names.includes(found.name)) {
        break
      }
      assert.ok(found.inside, `${found.name} has the focus off the screen`)
      names.push(found.name)
    }
    const bar = name === 'phone' ? ['Home', 'Search', 'Upload', 'Inbox', 'AProfile'] : ['TikTokToe, home', 'Home', 'Search', 'Inbox', 'AProfile', 'Upload', 'Settings']
    const steps = name === 'phone' ? [] : ['Previous video', 'Next video']
    assert.deepEqual(sorted(names, bar), [
      ...bar,
      'B@bob.test',
      'Follow @bob.test',
      'Place in the video',
      'Like, 1284 so far',
      'Comments, 37 so far',
      'Repost, 112 so far',
      'Share',
      'Captions',
      'Turn sound on',
      ...steps,
    ])
    await close()
  })
}

/** The focus starts on the video, and comes to the bar after a round: the list begins with the bar. */
function sorted(names, [first]) {
  const start = names.findIndex((name) => name.replace(/, \d+ unread$/, '') === first)
  return [...names.slice(start), ...names.slice(0, start)].map((name) => name.replace(/, \d+ unread$/, ''))
}

test('what is measured here can fail', options, async () => {
  const { page, close } = await browser.open(SIZES.phone)
  assert.deepEqual([await tooFaint(page), await nameless(page)], [[], []])
  await page.addStyleTag({ content: '.switch { color: #999 }' })
  await page.locator('#to-sign-up').evaluate((button) => button.replaceChildren())
  assert.match((await tooFaint(page)).join(), /^New here\?: 2\.\d+ on 246,243,237/)
  assert.match((await nameless(page)).join(), /^button \d+$/)
  await close()
})

test('a dialog keeps the focus and gives it back', options, async () => {
  const { page, close } = await browser.signedIn(SIZES.desktop)
  await page.keyboard.press('r')
  await page.getByRole('dialog', { name: '2 comments' }).waitFor()
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Tab')
    const inside = await page.evaluate(() => {
      const { activeElement } = document
      return activeElement === document.body || Boolean(activeElement.closest('dialog'))
    })
    assert.ok(inside, 'the focus left the dialog')
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await page.getByRole('dialog', { name: 'New video' }).getByRole('button', { name: 'Cancel' }).click()
  assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest('dialog'))), false)
  await close()
})

test('nothing moves for those who do not want it', options, async () => {
  const { page, close } = await browser.signedIn({ ...SIZES.desktop, reducedMotion: 'reduce' })
  await slide(page, 0).locator('.frame').dblclick({ position: { x: 100, y: 200 } })
  assert.equal(await page.locator('.burst').count(), 0)
  await slide(page, 0).getByRole('button', { name: /^Comments/ }).click()
  const moving = await page.evaluate(() => document.getAnimations().length)
  assert.equal(moving, 0)
  await close()
})
