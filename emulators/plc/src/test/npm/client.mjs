// Drives the directory at the address given as the first argument; exits 0 when all of it holds.
import assert from 'node:assert/strict'
import plc from '@did-plc/lib'
import { P256Keypair, Secp256k1Keypair } from '@atproto/crypto'

const client = new plc.Client(process.argv[2])
const recovery = await Secp256k1Keypair.create()
const rotation = await P256Keypair.create()
const signing = await Secp256k1Keypair.create()
const refused = (status, call) =>
  assert.rejects(call, (e) => e.status === status && typeof e.data.message === 'string')

assert.ok((await client.health()).version)
await refused(404, client.getDocument('did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'))

const did = await client.createDid({
  signingKey: signing.did(),
  handle: 'alice.test',
  pds: 'https://pds.example.com',
  rotationKeys: [recovery.did(), rotation.did()],
  signer: rotation,
})
const document = await client.getDocument(did)
assert.equal(document.id, did)
assert.deepEqual(document.alsoKnownAs, ['at://alice.test'])
assert.equal('did:key:' + document.verificationMethod[0].publicKeyMultibase, signing.did())
assert.equal(document.service[0].serviceEndpoint, 'https://pds.example.com')

await client.updateHandle(did, rotation, 'bob.test')
await client.updatePds(did, rotation, 'https://other.example.com')
const data = await client.getDocumentData(did)
assert.deepEqual(data.alsoKnownAs, ['at://bob.test'])
assert.equal(data.services.atproto_pds.endpoint, 'https://other.example.com')

const stranger = await Secp256k1Keypair.create()
await refused(400, client.updateHandle(did, stranger, 'mallory.test'))

// The stronger key undoes both updates.
const [genesis] = await client.getOperationLog(did)
const undo = await plc.updateHandleOp(genesis, recovery, 'carol.test')
await client.sendOperation(did, undo)
const audit = await client.getAuditableLog(did)
assert.deepEqual(audit.map((entry) => entry.nullified), [false, true, true, false])
assert.deepEqual(await client.getLastOp(did), undo)
const log = await client.getOperationLog(did)
assert.deepEqual(log, [genesis, undo])
assert.deepEqual((await plc.validateOperationLog(did, log)).alsoKnownAs, ['at://carol.test'])
// The weaker key cannot undo the stronger one's operation.
await refused(400, client.sendOperation(did, await plc.updateHandleOp(genesis, rotation, 'd.test')))

await client.tombstone(did, rotation)
await refused(410, client.getDocument(did))
await refused(400, client.sendOperation(did, await plc.tombstoneOp(audit[3].cid, rotation)))

const exported = await client.export()
assert.deepEqual(exported, await client.getAuditableLog(did))
// The client cannot read an export of one line.
const [first, second] = await client.export(undefined, 2)
assert.deepEqual([first.cid, second.cid], [audit[0].cid, audit[1].cid])
assert.equal((await client.export(first.createdAt)).length, exported.length - 1)
