// The dialog between choosing a file and the finished post.
import { RichText } from './vendor/atproto-api.js'
import { uploadCaptions, uploadVideo } from './upload.js'

const find = (id) => document.getElementById(id)

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
    find('file').addEventListener('change', (event) => this.#chosen(event.target))
    find('cancel').addEventListener('click', () => this.#dialog.close())
    this.#dialog.addEventListener('cancel', (event) => find('send').disabled && event.preventDefault())
    this.#dialog.addEventListener('close', () => this.#closed())
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#send()
    })
  }

  /** Opens the file chooser, and the dialog once there is a file. */
  choose() {
    find('file').click()
  }

  #chosen(input) {
    this.#file = input.files[0]
    // The same file may be chosen again.
    input.value = ''
    if (!this.#file) {
      return
    }
    this.#form.reset()
    this.#form.elements.language.value = navigator.language
    find('post-error').textContent = ''
    this.#progress('', null, false)
    this.#preview.src = URL.createObjectURL(this.#file)
    this.#preview.play().catch(() => {
      // The preview is a courtesy: the server may well read what this browser cannot.
    })
    this.#dialog.showModal()
  }

  #closed() {
    URL.revokeObjectURL(this.#preview.src)
    this.#preview.removeAttribute('src')
    this.#preview.load()
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
    find('post-error').textContent = ''
    const { videoWidth: width, videoHeight: height } = this.#preview
    try {
      const onProgress = (text, percent) => this.#progress(text, percent)
      const captions = await this.#captions()
      const video = await uploadVideo(this.#agent, this.#file, onProgress)
      this.#progress('Posting…', 100)
      const text = new RichText({ text: this.#form.elements.caption.value.trim() })
      await text.detectFacets(this.#agent)
      const alt = this.#form.elements.alt.value.trim()
      const { uri } = await this.#agent.post({
        text: text.text,
        facets: text.facets,
        embed: {
          $type: 'app.bsky.embed.video',
          video,
          ...(captions && { captions }),
          ...(alt && { alt }),
          ...(width && height && { aspectRatio: { width, height } }),
        },
      })
      this.#dialog.close()
      await this.#onPosted(uri)
    } catch (e) {
      find('post-error').textContent = e.message
    } finally {
      this.#progress('', null, false)
    }
  }
}
