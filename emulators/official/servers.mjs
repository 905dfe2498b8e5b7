// The two kinds of server, and what tests and scenarios need of both.
import { setTimeout as sleep } from 'node:timers/promises'
import { TestNetwork, TestPds, TestPlc } from '@atproto/dev-env'

const CODE = /\b[a-z2-7]{5}-[a-z2-7]{5}\b/i
const basic = (password) => `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`

/** The official server, with a directory that others may share; `close` ends both. */
export async function official(plcUrl, settings = {}) {
  const plc = plcUrl ? null : await TestPlc.create({})
  const pds = await TestPds.create({ didPlcUrl: plcUrl ?? plc.url, ...settings })
  const codes = new Map()
  pds.ctx.mailer.transporter.sendMail = async (mail) => {
    codes.set(mail.to, CODE.exec(mail.html ?? mail.text)[0])
  }
  return {
    name: 'official',
    service: pds.url,
    plcUrl: plcUrl ?? plc.url,
    admin: pds.adminAuth(),
    mailed: async (email) => codes.get(email),
    async close() {
      await pds.close()
      await plc?.close()
    },
  }
}

/** The official server with its app view, indexing what is written there, on a PostgreSQL and a Redis (`databases.mjs`). */
export async function officialViews({ postgresUrl, redisHost }, schema) {
  process.env.REDIS_HOST = redisHost
  const network = await TestNetwork.create({ dbPostgresUrl: postgresUrl, dbPostgresSchema: schema })
  const admin = [[network.pds.url, network.pds.adminAuth()], [network.bsky.url, network.bsky.adminAuth()]]
  return {
    name: 'official',
    service: network.pds.url,
    appView: network.bsky.url,
    settled: () => network.processAll(60_000),
    indexed: () => network.processAll(60_000),
    async takedown(subject, applied) {
      const [answer] = await Promise.all(admin.map(([url, auth]) => takedown(url, auth, subject, applied)))
      return answer
    },
    close: () => network.close(),
  }
}

async function takedown(url, authorization, subject, applied) {
  const response = await fetch(`${url}/xrpc/com.atproto.admin.updateSubjectStatus`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ subject, takedown: { applied, ...(applied && { ref: 'scenario' }) } }),
  })
  return { status: response.status, body: await response.json() }
}

/** Ours: a local stack that runs already, at BASE_URL, with the directory at PLC_URL. */
export async function ours(base = process.env.BASE_URL) {
  return {
    name: 'ours',
    isAppView: true,
    service: base,
    appView: base,
    settled: () => sleep(1_000),
    async indexed() {},
    takedown: (subject, applied) => takedown(base, basic(process.env.OPERATOR_PASSWORD ?? 'local'), subject, applied),
    plcUrl: process.env.PLC_URL,
    admin: basic(process.env.OPERATOR_PASSWORD ?? 'local'),
    async mailed(email) {
      for (let i = 0; i < 200; i++) {
        const mails = await (await fetch(`${base}/_dev/mail`)).json()
        const mail = mails.findLast(({ to }) => to === email)
        if (mail && !used.has(mail.text)) {
          used.add(mail.text)
          return CODE.exec(mail.text)[0]
        }
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`no new mail to ${email}`)
    },
    async close() {},
  }
}
const used = new Set()
