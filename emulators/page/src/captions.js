// The captions of one video: which language, and what is said now.

/** The first of `tracks` in a language of the browser's user, else the first. */
function preferred(tracks, language) {
  const base = (tag) => (tag ?? '').toLowerCase().split('-')[0]
  const wanted = navigator.languages.map(base)
  const order = tracks.map((track, i) => ({ i, rank: wanted.indexOf(base(language(track))) }))
  const known = order.filter(({ rank }) => rank >= 0).sort((a, b) => a.rank - b.rank)
  return (known[0] ?? order[0])?.i ?? -1
}

export class Captions {
  #video
  #element
  #hls = null
  #on = false

  /**
   * @param {HTMLVideoElement} video
   * @param {HTMLElement} element where the lines are shown: the browser's own place for them lies
   *     below the words of the page
   * @param {() => void} onFound called when the video turns out to have captions
   */
  constructor(video, element, onFound) {
    this.#video = video
    this.#element = element
    video.textTracks.addEventListener('addtrack', ({ track }) => {
      track.addEventListener('cuechange', () => this.#show())
      onFound()
      this.#choose()
    })
  }

  /** Captions come from this player; without one the browser itself finds them. */
  attach(hls) {
    this.#hls = hls
    hls.subtitleDisplay = false
    hls.on(window.Hls.Events.SUBTITLE_TRACKS_UPDATED, () => this.#choose())
  }

  detach() {
    this.#hls = null
    this.#element.replaceChildren()
  }

  set on(on) {
    this.#on = on
    this.#choose()
    this.#show()
  }

  #choose() {
    if (this.#hls) {
      const { subtitleTracks } = this.#hls
      this.#hls.subtitleTrack = this.#on ? preferred(subtitleTracks, ({ lang }) => lang) : -1
      return
    }
    const tracks = [...this.#video.textTracks]
    const chosen = this.#on ? preferred(tracks, ({ language }) => language) : -1
    tracks.forEach((track, i) => (track.mode = i === chosen ? 'hidden' : 'disabled'))
  }

  /** A cue becomes elements by WebVTT's own rules, so nothing in it is run. */
  #show() {
    const cues = [...this.#video.textTracks]
      .filter(({ mode }) => this.#on && mode !== 'disabled')
      .flatMap(({ activeCues }) => [...(activeCues ?? [])])
    this.#element.replaceChildren(
      ...cues.map((cue) => {
        const line = document.createElement('span')
        line.append(cue.getCueAsHTML())
        return line
      }),
    )
  }
}
