// Plays one playlist in one video element.
const { Hls } = window

/** Seconds that are loaded ahead of a video that is not yet on screen. */
const AHEAD_WAITING = 2
const AHEAD_PLAYING = 20

export class Player {
  #hls = null
  #playlist
  #onError
  #captions

  /**
   * @param {HTMLVideoElement} video
   * @param {string} playlist
   * @param {import('./captions.js').Captions} captions
   * @param {(message: string) => void} onError called when the video cannot be played
   */
  constructor(video, playlist, captions, onError) {
    this.video = video
    this.#playlist = playlist
    this.#captions = captions
    this.#onError = onError
  }

  /** Begins to load; the poster stays until the first frame. */
  load() {
    if (this.#hls || this.video.src) {
      return
    }
    if (Hls.isSupported()) {
      this.#hls = new Hls({ maxBufferLength: AHEAD_WAITING, capLevelToPlayerSize: true })
      this.#hls.on(Hls.Events.ERROR, (_, data) => this.#failed(data))
      this.#captions.attach(this.#hls)
      this.#hls.loadSource(this.#playlist)
      this.#hls.attachMedia(this.video)
    } else {
      this.video.src = this.#playlist
    }
  }

  #failed(data) {
    if (!data.fatal) {
      return
    }
    this.unload()
    this.#onError(
      data.response?.code === 404
        ? 'This video is still being prepared.'
        : 'This video cannot be played.',
    )
  }

  /** Plays; resolves to false when the browser demands silence first. */
  async play(muted) {
    this.load()
    if (this.#hls) {
      this.#hls.config.maxBufferLength = AHEAD_PLAYING
    }
    this.video.muted = muted
    try {
      await this.video.play()
      return true
    } catch (e) {
      // AbortError: it was paused or unloaded meanwhile, as when one scrolls on.
      return e.name !== 'NotAllowedError'
    }
  }

  pause() {
    this.video.pause()
  }

  /** Frees the decoder and the buffers. */
  unload() {
    this.#hls?.destroy()
    this.#hls = null
    this.#captions.detach()
    this.video.removeAttribute('src')
    this.video.load()
  }
}
