// The two kinds of server, and what tests and scenarios need of both.
import { TestPds, TestPlc } from '@atproto/dev-env'

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

/** Ours: a local stack that runs already, at BASE_URL, with the directory at PLC_URL. */
export async function ours(base = process.env.BASE_URL) {
  return {
    name: 'ours',
    isAppView: true,
    service: base,
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
