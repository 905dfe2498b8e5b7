// What an account prefers, kept by the server.
const GET = 'app.bsky.actor.getPreferences'
const PUT = 'app.bsky.actor.putPreferences'

const adult = (enabled) => ({ $type: 'app.bsky.actor.defs#adultContentPref', enabled })
const label = (name, visibility) => ({ $type: 'app.bsky.actor.defs#contentLabelPref', label: name, visibility })
const details = { $type: 'app.bsky.actor.defs#personalDetailsPref', birthDate: '2000-01-02T00:00:00.000Z' }

export const scenarios = {
  async 'preferences are kept'(s) {
    const { accessJwt: token } = await s.account('prefer')
    const stored = async (step) => {
      const { body } = await s.get(step, GET, {}, token)
      s.note(`${step}: all`, body.preferences)
    }
    await stored('none at first')
    await s.post('three', PUT, { preferences: [adult(false), label('dogs', 'show'), label('cats', 'warn')] }, token)
    await stored('three are kept')
    await s.post('two', PUT, { preferences: [adult(true), label('dogs', 'warn')] }, token)
    await stored('two are kept')
    await s.post('one of its owner', PUT, { preferences: [details] }, token)
    await s.get('the owner sees it', GET, {}, token)
    await s.post('none', PUT, { preferences: [] }, token)
    await stored('none again')
  },

  async 'preferences that are refused'(s) {
    const { accessJwt: token } = await s.account('dislike')
    await s.post('nobody puts', PUT, { preferences: [adult(false)] })
    await s.get('nobody gets', GET)
    await s.post('of another namespace', PUT, { preferences: [adult(false), { $type: 'com.atproto.server.defs#unknown', hello: 'world' }] }, token)
    await s.post('without a type', PUT, { preferences: [adult(false), { label: 'dogs', visibility: 'warn' }] }, token)
    await s.post('no list', PUT, {}, token)
    await s.post('a list of texts', PUT, { preferences: ['dogs'] }, token)
    await s.post('an unknown one of the namespace', PUT, { preferences: [{ $type: 'app.bsky.actor.defs#somethingNew', hello: 'world' }] }, token)
    await s.get('that one is kept', GET, {}, token)
  },
}
