// A file becomes a post: token, upload, transcoding, record.
const POLL_MS = 700
const TOKEN_SECONDS = 30 * 60
const MAX_CAPTIONS_BYTES = 20_000

/**
 * Uploads a video and waits until the server has made it ready.
 *
 * @param {(text: string, percent: number | null) => void} onProgress percent is null when unknown
 * @returns {Promise<object>} the blob to embed
 */
export async function uploadVideo(agent, file, onProgress) {
  onProgress('Asking for leave…', null)
  const { data: server } = await agent.com.atproto.server.describeServer()
  const { data: auth } = await agent.com.atproto.server.getServiceAuth({
    aud: server.did,
    lxm: 'com.atproto.repo.uploadBlob',
    exp: Math.floor(Date.now() / 1000) + TOKEN_SECONDS,
  })
  const url = new URL('/xrpc/app.bsky.video.uploadVideo', agent.dispatchUrl)
  url.searchParams.set('did', agent.assertDid)
  url.searchParams.set('name', file.name)
  const { jobId } = await send(url, auth.token, file, onProgress)
  return ready(agent, jobId, onProgress)
}

/**
 * Uploads a WebVTT file as a blob.
 *
 * @returns {Promise<object>} the blob to embed
 */
export async function uploadCaptions(agent, file, lang) {
  if (file.size > MAX_CAPTIONS_BYTES || !/^\ufeff?WEBVTT(\s|$)/.test(await file.text())) {
    throw new Error('The captions must be a WebVTT file of at most 20 kB.')
  }
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(lang)) {
    throw new Error('The language of the captions is a tag such as en or pt-BR.')
  }
  const { data } = await agent.uploadBlob(file, { encoding: 'text/vtt' })
  return data.blob
}

/** Only XMLHttpRequest tells how much of a body has left. */
function send(url, token, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.responseType = 'json'
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.setRequestHeader('content-type', file.type || 'video/mp4')
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress(`Uploading ${megabytes(loaded)} of ${megabytes(total)}`, (100 * loaded) / total)
    request.onerror = () => reject(new Error('The upload was cut off.'))
    request.onload = () => {
      const body = request.response ?? {}
      const status = body.jobStatus ?? body
      // A video that was uploaded before is refused by its job, which is as good.
      if (status.jobId) {
        resolve(status)
      } else {
        reject(new Error(body.message ?? `The upload was refused (${request.status}).`))
      }
    }
    request.send(file)
  })
}

async function ready(agent, jobId, onProgress) {
  for (;;) {
    const { data } = await agent.app.bsky.video.getJobStatus({ jobId })
    const { state, progress, blob, error, message } = data.jobStatus
    if (state === 'JOB_STATE_COMPLETED' && blob) {
      onProgress('Ready', 100)
      return blob
    }
    if (state === 'JOB_STATE_FAILED') {
      throw new Error(message ?? error ?? 'The video could not be processed.')
    }
    const percent = progress ?? null
    onProgress(percent === null ? 'Processing…' : `Processing, ${percent} %`, percent)
    await new Promise((resume) => setTimeout(resume, POLL_MS))
  }
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
