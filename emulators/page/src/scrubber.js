// The line below a video: how far it is, and a way to another place, with a picture of it.
import { make } from './dom.js'
import { fileOf } from './listing.js'

const STEPS = 1000

/** Reads "00:00:01.000 --> 00:00:02.000" and "sprite.jpg#xywh=0,0,90,160" into places on one picture. */
export function parseSprite(text) {
  const place = /([\d:.]+) --> [\d:.]+[^\n]*\n\S*#xywh=(\d+),(\d+),(\d+),(\d+)/g
  return [...text.matchAll(place)].map(([, time, ...box]) => {
    const from = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
    const [x, y, width, height] = box.map(Number)
    return { from, x, y, width, height }
  })
}

const clock = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

export class Scrubber {
  #video
  #view
  #picture
  #tiles
  #held = false

  constructor(video, view) {
    this.#video = video
    this.#view = view
    this.range = make('input', '', { type: 'range', min: 0, max: STEPS, value: 0, step: 'any' })
    this.range.setAttribute('aria-label', 'Place in the video')
    this.#picture = make('div', 'peek', { hidden: true, ariaHidden: 'true' })
    this.element = make('div', 'scrubber', {}, this.#picture, this.range)
    this.range.addEventListener('input', () => this.#moved())
    this.range.addEventListener('pointerdown', () => (this.#held = true))
    for (const event of ['pointerup', 'pointercancel', 'blur', 'change']) {
      this.range.addEventListener(event, () => this.#release())
    }
    video.addEventListener('timeupdate', () => this.#held || this.#show())
    video.addEventListener('emptied', () => this.#show())
  }

  #show() {
    const { currentTime, duration } = this.#video
    this.#place(duration ? currentTime / duration : 0, duration)
  }

  #place(part, duration) {
    if (!this.#held) {
      this.range.value = part * STEPS
    }
    this.element.style.setProperty('--done', part)
    const text = duration ? `${clock(part * duration)} of ${clock(duration)}` : '0:00'
    this.range.setAttribute('aria-valuetext', text)
  }

  #moved() {
    const { duration } = this.#video
    if (!duration) {
      return
    }
    const part = Number(this.range.value) / STEPS
    this.#video.currentTime = part * duration
    this.#place(part, duration)
    this.#peek(part * duration)
  }

  #release() {
    this.#held = false
    this.#picture.hidden = true
  }

  async #peek(seconds) {
    this.#tiles ??= this.#load()
    const tiles = await this.#tiles
    const tile = tiles.findLast(({ from }) => from <= seconds)
    if (!tile || document.activeElement !== this.range) {
      return
    }
    this.#picture.hidden = false
    const { x, y, width, height } = tile
    Object.assign(this.#picture.style, {
      width: `${width}px`,
      height: `${height}px`,
      backgroundImage: `url("${fileOf(this.#view, 'sprite.jpg')}")`,
      backgroundPosition: `-${x}px -${y}px`,
    })
  }

  /** Without pictures one scrubs all the same. */
  async #load() {
    try {
      const answer = await fetch(fileOf(this.#view, 'sprite.vtt'))
      return answer.ok ? parseSprite(await answer.text()) : []
    } catch {
      return []
    }
  }
}
