// The dialog between choosing a file and the finished post.
import { find } from './dom.js'
import { uploadCaptions, uploadVideo } from './upload.js'
import { RichText } from './vendor/atproto-api.js'

const MAX_CAPTION = 300

export class Composer {
  #agent
  #onPosted
  #form = find('post')
  #dialog = find('compose')
  #preview = find('preview')
  #file

  /** @param {(uri: string) => Promise<void>} onPosted */
  constructor(agent, onPosted) {
    this.#agent = agent
    this.#onPosted = onPosted
    find('file').addEventListener('change', ({ target }) => {
      this.#chosen(target.files[0])
      // The same file may be chosen again.
      target.value = ''
    })
    find('cancel').addEventListener('click', () => this.#dialog.close())
    this.#dialog.addEventListener('cancel', (event) => this.#isWorking && event.preventDefault())
    this.#dialog.addEventListener('close', () => this.#forget())
    this.#form.elements.caption.addEventListener('input', () => this.#countLeft())
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#send()
    })
    this.#listenToDrops()
  }

  get #isWorking() {
    return find('cancel').disabled
  }

  open() {
    if (this.#dialog.open) {
      return
    }
    this.#form.reset()
    this.#form.elements.language.value = navigator.language
    find('post-error').textContent = ''
    this.#progress('', null, false)
    this.#show(undefined)
    this.#countLeft()
    this.#dialog.showModal()
  }

  #listenToDrops() {
    for (const event of ['dragenter', 'dragover', 'dragleave', 'drop']) {
      this.#dialog.addEventListener(event, (e) => {
        e.preventDefault()
        find('drop').classList.toggle('is-over', event === 'dragenter' || event === 'dragover')
      })
    }
    this.#dialog.addEventListener('drop', ({ dataTransfer }) => {
      const [file] = [...dataTransfer.files].filter(({ type }) => type.startsWith('video/'))
      if (file && !this.#isWorking) {
        this.#chosen(file)
      }
    })
  }

  #chosen(file) {
    if (!file) {
      return
    }
    this.open()
    this.#show(file)
    this.#form.elements.caption.focus()
  }

  #show(file) {
    this.#forget()
    this.#file = file
    find('drop').hidden = Boolean(file)
    find('draft').hidden = !file
    find('send').disabled = !file
    if (file) {
      this.#preview.src = URL.createObjectURL(file)
      this.#preview.play().catch(() => {
        // The preview is a courtesy: the server may well read what this browser cannot.
      })
    }
  }

  #forget() {
    if (this.#preview.src) {
      URL.revokeObjectURL(this.#preview.src)
      this.#preview.removeAttribute('src')
      this.#preview.load()
    }
  }

  #countLeft() {
    find('caption-left').textContent = MAX_CAPTION - this.#form.elements.caption.value.length
  }

  #progress(text, percent, working = true) {
    this.#form.querySelector('.work').hidden = !working
    find('progress-text').textContent = text
    if (percent === null) {
      find('progress').removeAttribute('value')
    } else {
      find('progress').value = percent
    }
    find('send').disabled = working
    find('cancel').disabled = working
  }

  /** Uploaded first: a file that is none is told of before the video has left. */
  async #captions() {
    const file = find('captions-file').files[0]
    const lang = this.#form.elements.language.value.trim()
    return file && [{ lang, file: await uploadCaptions(this.#agent, file, lang) }]
  }

  async #send() {
    if (!this.#file || this.#isWorking) {
      return
    }
    find('post-error').textContent = ''
    const { videoWidth: width, videoHeight: height } = this.#preview
    try {
      const onProgress = (text, percent) => this.#progress(text, percent)
      const captions = await this.#captions()
      const video = await uploadVideo(this.#agent, this.#file, onProgress)
      this.#progress('Posting…', 100)
      const aspectRatio = width && height ? { width, height } : undefined
      const { uri } = await this.#post({ video, captions, aspectRatio })
      this.#dialog.close()
      await this.#onPosted(uri)
    } catch (e) {
      find('post-error').textContent = e.message
    } finally {
      this.#progress('', null, false)
    }
  }

  async #post({ video, captions, aspectRatio }) {
    const text = new RichText({ text: this.#form.elements.caption.value.trim() })
    await text.detectFacets(this.#agent)
    const alt = this.#form.elements.alt.value.trim()
    return this.#agent.post({
      text: text.text,
      facets: text.facets,
      embed: {
        $type: 'app.bsky.embed.video',
        video,
        ...(captions && { captions }),
        ...(alt && { alt }),
        ...(aspectRatio && { aspectRatio }),
      },
    })
  }
}
