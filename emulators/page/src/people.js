// Rows of accounts, as search and suggestions show them.
import { avatar, isMissing, make, nameOf, profileLink } from './dom.js'
import { followButton } from './follow.js'
import { demoAccounts } from './session.js'

export function personRow(actor, owner) {
  const names = make('span', 'names', {}, make('b', 'name', {}, nameOf(actor)))
  const line = actor.displayName ? `@${actor.handle}` : (actor.description ?? '')
  names.append(make('span', 'handle', {}, line))
  const link = make('a', 'who', { href: profileLink(actor) }, avatar(actor), names)
  return make('li', 'person', {}, link, followButton(actor, owner))
}

/** Whom somebody new might follow: what the server suggests, else the accounts of the local demo. */
export async function suggestions(agent) {
  const demo = (await demoAccounts()).map(({ handle }) => handle)
  const others = demo.filter((handle) => handle !== agent.session.handle)
  if (others.length === 0) {
    return suggested(agent)
  }
  const { data } = await agent.getProfiles({ actors: others.slice(0, 25) })
  return data.profiles
}

async function suggested(agent) {
  try {
    const { data } = await agent.getSuggestions({ limit: 12 })
    return data.actors
  } catch (e) {
    if (isMissing(e)) {
      return []
    }
    throw e
  }
}
