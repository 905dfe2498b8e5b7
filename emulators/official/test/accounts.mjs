// An account with something of everything, and what of it must arrive at the other end.
import { randomBytes } from 'node:crypto'
import { AtpAgent } from '@atproto/api'
import { verifyRepoCar } from '@atproto/repo'

let serial = 0
export const freshHandle = (name) => `${name}${(Date.now() % 1e7).toString(36)}${(serial++).toString(36)}.test`

/** Signs up at a server and writes posts, blobs, likes, follows and preferences. */
export async function seeded(server, posts = 30) {
  const handle = freshHandle('mover')
  const agent = new AtpAgent({ service: server.service })
  const email = `${handle}@mail.test`
  await agent.createAccount({ handle, email, password: 'correct horse' })
  const { data: document } = await agent.com.atproto.server.getSession()
  for (let i = 0; i < posts; i++) await agent.post({ text: `post ${i}`, createdAt: new Date().toISOString() })
  for (let i = 0; i < 3; i++) {
    const { data } = await agent.uploadBlob(picture(i), { encoding: 'image/png' })
    const images = [{ image: data.blob, alt: `picture ${i}` }]
    await agent.post({ text: 'a picture', embed: { $type: 'app.bsky.embed.images', images } })
  }
  const { data: listed } = await agent.com.atproto.repo.listRecords({ repo: agent.did, collection: 'app.bsky.feed.post', limit: 5 })
  for (const { uri, cid } of listed.records) await agent.like(uri, cid)
  for (const subject of ['did:plc:z72i7hdynmk6r22z27h6tvur', 'did:plc:ewvi7nxzyoun6zhxrhs64oiz']) await agent.follow(subject)
  await agent.app.bsky.actor.putPreferences({
    preferences: [{ $type: 'app.bsky.actor.defs#adultContentPref', enabled: true }],
  })
  return { did: agent.did, handle: document.handle, email, password: 'correct horse', service: server.service, mailed: server.mailed }
}

/** Stands for a picture: no server looks into bytes that begin like none. */
const picture = (i) => randomBytes(1000 + i)

/** What an identity says: its key, its server and the rest, as the directory has it. */
const identity = async (plcUrl, did) => (await fetch(`${plcUrl}/${did}/data`)).json()
export const home = async (plcUrl, did) => (await identity(plcUrl, did)).services.atproto_pds.endpoint
export const signer = async (plcUrl, did) => (await identity(plcUrl, did)).verificationMethods.atproto

/** Exports a repository and verifies it by the key that `signer` names; records by key. */
export async function verified(service, did, signer) {
  const { data: car } = await new AtpAgent({ service }).com.atproto.sync.getRepo({ did })
  const { creates } = await verifyRepoCar(car, did, signer)
  return new Map(creates.map(({ collection, rkey, cid }) => [`${collection}/${rkey}`, cid.toString()]))
}
