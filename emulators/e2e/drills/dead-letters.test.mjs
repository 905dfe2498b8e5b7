// What was given up is delivered again once its cause is mended, and takes effect once; what is still poison comes back, counted.
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { dev, eventually, signUp } from '../tests/stack.mjs'
import { command, environment, refused } from './runbook.mjs'

const GIVEN_UP = 60_000
const FUNCTION = { FUNCTION: 'push' }

/** The list of push's dead letters: id, attempts of the last delivery, replays. */
async function deadLetters() {
  const lines = (await command('dead-letter-replay', 'bin/replay-dead-letters "$FUNCTION"', FUNCTION)).split('\n')
  return lines.slice(0, -1).map((line) => {
    const [, id, attempts, replays] = /^(\S+) given up \S+ after (\d+) attempts, replayed (\d+) times before/.exec(line)
    return { id, attempts: Number(attempts), replays: Number(replays) }
  })
}

describe('dead letters of push', () => {
  let alice, bob, carol, project, phones
  const shown = async (token) => (await (await dev('push')).json()).filter((message) => message.token === token).length
  const register = async (agent, token) =>
    agent.app.bsky.notification.registerPush({ serviceDid: phones, token, platform: 'web', appId: 'app.tiktoktoe' })

  before(async () => {
    project = (await environment()).PROJECT
    ;[alice, bob, carol] = await Promise.all(['alice', 'bob', 'carol'].map(signUp))
    phones = (await alice.com.atproto.server.describeServer()).data.did
    // The emulator of the push service refuses these: its quota is used up, and stays so.
    await register(alice, `quota-${alice.did}`)
    await register(bob, `quota-${bob.did}`)
    await carol.follow(alice.did)
    await carol.follow(bob.did)
  })

  it('wait until somebody looks', async () => {
    const found = await eventually('both messages given up', GIVEN_UP, async () => {
      const list = await deadLetters()
      return list.length === 2 && list
    })
    assert.deepEqual(found.map(({ attempts, replays }) => [attempts, replays]), [[10, 0], [10, 0]])
    assert.deepEqual((await deadLetters()).map(({ id }) => id).sort(), found.map(({ id }) => id).sort(), 'looking changes nothing')
  })

  it('are not touched without the name of the project', async () => {
    const [{ id }] = await deadLetters()
    for (const options of [['--only', id], ['--drop', id], ['--confirm', 'another-project']]) {
      assert.equal((await refused('replay-dead-letters', 'push', ...options)).code, 2)
    }
    assert.equal((await deadLetters()).length, 2)
  })

  it('reach the phone once when the cause is mended, and come back when it is not', async () => {
    await alice.app.bsky.notification.unregisterPush({ serviceDid: phones, token: `quota-${alice.did}`, platform: 'web', appId: 'app.tiktoktoe' })
    await register(alice, `phone-of-${alice.did}`)
    const replayed = await command('dead-letter-replay', 'bin/replay-dead-letters "$FUNCTION" --confirm', FUNCTION)
    assert.equal(replayed, 'replayed 2 messages of push')
    await eventually('alice\'s phone', GIVEN_UP, async () => await shown(`phone-of-${alice.did}`) === 1)
    const [poison] = await eventually('bob\'s message given up again', GIVEN_UP, async () => {
      const list = await deadLetters()
      return list.length === 1 && list
    })
    assert.deepEqual([poison.attempts, poison.replays], [10, 1])
    assert.equal(await shown(`quota-${bob.did}`), 0)
  })

  it('can be replayed and taken out one by one', async () => {
    const [first] = await deadLetters()
    const chosen = { ...FUNCTION, MESSAGE_ID: first.id }
    assert.equal(await command('dead-letter-replay', 'bin/replay-dead-letters "$FUNCTION" --only', chosen), 'replayed 1 messages of push')
    const [{ id }] = await eventually('the message given up a third time', GIVEN_UP, async () => {
      const list = await deadLetters()
      return list.length === 1 && list[0].replays === 2 && list
    })
    const { code, message } = await refused('replay-dead-letters', 'push', '--drop', 'no-such-message', '--confirm', project)
    assert.equal(code, 1)
    assert.match(message, /no message no-such-message/)
    const dropped = JSON.parse(
      await command('dead-letter-replay', 'bin/replay-dead-letters "$FUNCTION" --drop', { ...FUNCTION, MESSAGE_ID: id }))
    assert.equal(dropped.attributes.replays, '2')
    assert.equal(dropped.attributes.earlierAttempts, '20')
    assert.ok(JSON.parse(Buffer.from(dropped.data, 'base64')).recipient === bob.did)
    assert.deepEqual(await deadLetters(), [])
    assert.equal(await command('README', 'bin/replay-dead-letters push'), '0 messages in push-dead')
  })

  it('took effect once, whatever is delivered again', async () => {
    const again = await (await dev('redeliver?times=2&shuffle=true', { method: 'POST' })).json()
    assert.ok(again.deliveries >= 2 && again.refused === 0, JSON.stringify(again))
    assert.equal(await shown(`phone-of-${alice.did}`), 1)
  })
})
