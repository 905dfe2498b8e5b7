// The page at /docs in a real browser: every method is there, and one is tried.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { chromium } from 'playwright-core'
import { BASE, complaintsOf } from './stack.mjs'

it('shows every method, and tries one', async () => {
  const { paths } = await (await fetch(`${BASE}/docs/openapi.json`)).json()
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const complaints = complaintsOf(page)
    await page.goto(`${BASE}/docs#/com.atproto.server/com.atproto.server.describeServer`)
    const method = page.locator('.opblock', { hasText: 'describeServer' })
    await method.getByRole('button', { name: 'Try it out' }).click()
    await method.getByRole('button', { name: 'Execute' }).click()
    await method.locator('.live-responses-table').getByText('availableUserDomains').first().waitFor()
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/docs.png` })
    const closed = page.locator('.opblock-tag-section:not(.is-open) .opblock-tag')
    while (await closed.count()) await closed.first().click()
    assert.equal(await page.locator('.opblock').count(), Object.keys(paths).length)
    assert.deepEqual(complaints, [])
  } finally {
    await browser.close()
  }
})
