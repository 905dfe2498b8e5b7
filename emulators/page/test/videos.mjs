// Test videos, made by ffmpeg: HLS in fragmented MP4 with a poster, and the plain MP4 to upload.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const CLIPS = {
  zoom: {
    source: 'mandelbrot=size=360x640:rate=30:maxiter=900:end_scale=0.02',
    aspectRatio: { width: 360, height: 640 },
    captions: 'WEBVTT\n\n00:00.000 --> 00:09.000\nIt goes <b>on</b> &amp; on.\n',
  },
  glow: {
    source: 'gradients=size=360x640:rate=30:c0=0x2b1055:c1=0xff5640:c2=0xffb199:n=3:speed=0.03',
    aspectRatio: { width: 360, height: 640 },
  },
  wide: {
    source: 'gradients=size=640x360:rate=30:c0=0x03363d:c1=0x30bced:c2=0xfffaff:n=3:speed=0.02',
    aspectRatio: { width: 640, height: 360 },
  },
}

const ENCODE = '-t 4 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -c:a aac'.split(' ')
const HLS = '-c copy -hls_time 1 -hls_playlist_type vod -hls_segment_type fmp4'.split(' ')

function ffmpeg(...options) {
  execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...options])
}

/** Writes video.mp4, thumbnail.jpg and playlist.m3u8 into a folder for each clip. */
export function makeVideos(folder) {
  for (const [name, { source, captions }] of Object.entries(CLIPS)) {
    const at = join(folder, name)
    const mp4 = join(at, 'video.mp4')
    mkdirSync(at)
    ffmpeg('-f', 'lavfi', '-i', source, '-f', 'lavfi', '-i', 'sine=frequency=220', ...ENCODE, mp4)
    ffmpeg('-i', mp4, '-frames:v', '1', join(at, 'thumbnail.jpg'))
    ffmpeg('-i', mp4, '-t', '1', '-vf', 'fps=10,scale=90:-2', '-loop', '0', join(at, 'preview.webp'))
    ffmpeg('-i', mp4, '-vf', 'fps=1,scale=90:160,tile=4x1', '-frames:v', '1', join(at, 'sprite.jpg'))
    writeFileSync(join(at, 'sprite.vtt'), sprite())
    ffmpeg('-i', mp4, ...HLS, '-master_pl_name', 'playlist.m3u8', join(at, 'v0.m3u8'))
    if (captions) {
      writeCaptions(at, captions)
    }
  }
}

/** A second each, side by side. */
function sprite() {
  const cue = (i) => `00:00:0${i}.000 --> 00:00:0${i + 1}.000\nsprite.jpg#xywh=${i * 90},0,90,160\n`
  return `WEBVTT\n\n${[0, 1, 2, 3].map(cue).join('\n')}`
}

/** As the server does: a master of its own beside the variants. */
function writeCaptions(at, text) {
  const folder = join(at, 'captions')
  mkdirSync(folder)
  const line = '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",URI="en.m3u8"'
  const master = readFileSync(join(at, 'playlist.m3u8'), 'utf8')
    .replace(/#EXT-X-STREAM-INF:(.*)\n(.*)\n/, `${line}\n#EXT-X-STREAM-INF:$1,SUBTITLES="s"\n../$2\n`)
  writeFileSync(join(folder, 'playlist.m3u8'), master)
  writeFileSync(join(folder, 'en.vtt'), text)
  const list = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nen.vtt\n#EXT-X-ENDLIST\n'
  writeFileSync(join(folder, 'en.m3u8'), list)
}
