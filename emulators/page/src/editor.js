// The dialog in which one changes how one's own profile looks.
import { avatar, find } from './dom.js'

const MAX_AVATAR_BYTES = 1_000_000
const AVATAR_SIDE = 400

/** A square JPEG of the middle of a picture, small enough for a profile. */
async function square(file) {
  const picture = await createImageBitmap(file)
  const side = Math.min(picture.width, picture.height)
  const canvas = new OffscreenCanvas(AVATAR_SIDE, AVATAR_SIDE)
  const left = (picture.width - side) / 2
  const top = (picture.height - side) / 2
  canvas.getContext('2d').drawImage(picture, left, top, side, side, 0, 0, AVATAR_SIDE, AVATAR_SIDE)
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
}

export class Editor {
  #agent
  #onSaved
  #dialog = find('edit')
  #form = find('edit-form')
  #picture

  /** @param {(profile: object) => void} onSaved called with the new name, text and picture */
  constructor(agent, onSaved) {
    this.#agent = agent
    this.#onSaved = onSaved
    find('edit-cancel').addEventListener('click', () => this.#dialog.close())
    find('edit-picture').addEventListener('change', ({ target }) => this.#chosen(target.files[0]))
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#save()
    })
  }

  open(profile) {
    this.#picture = undefined
    this.#form.reset()
    this.#form.elements.name.value = profile.displayName ?? ''
    this.#form.elements.about.value = profile.description ?? ''
    find('edit-avatar').replaceChildren(avatar(profile))
    find('edit-error').textContent = ''
    this.#dialog.showModal()
  }

  async #chosen(file) {
    if (!file) {
      return
    }
    try {
      this.#picture = await square(file)
      find('edit-avatar').replaceChildren(avatar({ avatar: URL.createObjectURL(this.#picture) }))
      find('edit-error').textContent = ''
    } catch {
      find('edit-error').textContent = 'This browser cannot read that picture.'
    }
  }

  async #save() {
    const { name, about } = this.#form.elements
    find('edit-save').disabled = true
    find('edit-error').textContent = ''
    try {
      const blob = this.#picture && (await this.#upload())
      const changes = {
        displayName: name.value.trim(),
        description: about.value.trim(),
        ...(blob && { avatar: blob }),
      }
      await this.#agent.upsertProfile((before) => ({ ...before, ...changes }))
      this.#dialog.close()
      this.#onSaved({
        displayName: changes.displayName,
        description: changes.description,
        ...(this.#picture && { avatar: URL.createObjectURL(this.#picture) }),
      })
    } catch (e) {
      find('edit-error').textContent = e.message
    } finally {
      find('edit-save').disabled = false
    }
  }

  async #upload() {
    if (this.#picture.size > MAX_AVATAR_BYTES) {
      throw new Error('The picture is too large.')
    }
    const { data } = await this.#agent.uploadBlob(this.#picture, { encoding: 'image/jpeg' })
    return data.blob
  }
}
