// The contrast of every text on screen with what is behind it, from computed styles (WCAG 2.2, 1.4.3).

/** Runs in the page: texts whose contrast is below AA, as `text: ratio on a colour`. */
function measure() {
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const rgba = (color) => {
    pixel.clearRect(0, 0, 1, 1)
    pixel.fillStyle = color
    pixel.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = ([r, g, b, a], below) => [r, g, b].map((c, i) => c * a + below[i] * (1 - a))
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ratio = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  }
  const isPhone = innerWidth < 736
  // What a picture shows is not known: then the worst of white and black counts.
  const pictures = isPhone ? '.frame, .rail, .tile, .stage > .back' : '.frame, .tile'

  /** Layers from the element down to what is opaque. */
  function layers(element) {
    const found = []
    for (let at = element; at; at = at.parentElement) {
      const before = getComputedStyle(at, '::before')
      if (before.position === 'absolute' && before.content === '""' && at !== element) {
        found.push(rgba(before.backgroundColor))
      }
      found.push(rgba(getComputedStyle(at).backgroundColor))
      if (found.at(-1)[3] === 1 && !(at.matches(pictures))) {
        return { found, bases: [[0, 0, 0]] }
      }
      if (at.matches(pictures)) {
        found.pop()
        if (at.matches('.rail, .back')) {
          found.push(rgba(getComputedStyle(at).backgroundColor))
        }
        return { found, bases: [[255, 255, 255], [0, 0, 0]] }
      }
    }
    return { found, bases: [[255, 255, 255]] }
  }

  function visible(element) {
    const box = element.getBoundingClientRect()
    const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
    const inView = box.width > 2 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
    const top = document.querySelector('dialog[open]')
    return shown && inView && (!top || top.contains(element)) && !element.closest('[inert]')
  }

  const faint = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (!node.textContent.trim() || !visible(element) || element.closest(':disabled, script, style')) {
      continue
    }
    const style = getComputedStyle(element)
    const size = parseFloat(style.fontSize)
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    const { found, bases } = layers(element)
    for (const base of bases) {
      const behind = found.reduceRight((below, layer) => over(layer, below), base)
      const text = over(rgba(style.color), behind)
      const measured = ratio(text, behind)
      if (measured < (large ? 3 : 4.5)) {
        faint.push(`${node.textContent.trim().slice(0, 30)}: ${measured.toFixed(2)} on ${behind.map(Math.round)}`)
      }
    }
  }
  return faint
}

/** @returns {Promise<string[]>} the texts on screen that are too faint */
export function tooFaint(page) {
  return page.evaluate(measure)
}
