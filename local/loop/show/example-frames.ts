import sharp from 'sharp'
import { decodeFile } from '../../../edge/video/decode-file.ts'
import type { Box } from '../../../shared/domain/box.ts'
import type { Film } from '../film.ts'
import type { Measurement, SeenFrame } from '../measure.ts'
import type { Films } from '../plan-films.ts'
import type { Row } from '../play-turn.ts'
import { escapeHtml } from './escape-html.ts'

const perFilm = 2

/** Pictures on which the two models differ most, drawn side by side. */
export async function exampleFrames(rows: readonly Row[], films: Films): Promise<string[]> {
  const figures: string[] = []
  for (const row of rows) {
    const film = films.unseen.find(({ name }) => name === row.name)?.film
    if (film === undefined) continue
    for (const index of tellingFrames(row)) {
      const picture = await pictureOf(film, index)
      for (const [who, model] of [
        ['before', row.before],
        ['after', row.after],
      ] as const) {
        if (model !== undefined) figures.push(figure(picture, `${row.name}, ${who}`, frameOf(model, index)))
      }
    }
  }
  return figures
}

/** Most false boxes before, and most boxes that were missing. */
function tellingFrames({ before, after }: Row): number[] {
  const score = (frame: SeenFrame) => Math.abs(frame.detections.length - frame.truth.length)
  const gain = (frame: SeenFrame) => score(frame) - score(frameOf(after, frame.index) ?? frame)
  const sorted = [...(before ?? after).frames].sort((a, b) => gain(b) - gain(a))
  const chosen: number[] = []
  for (const { index } of sorted) {
    if (chosen.length === perFilm) break
    if (chosen.every((other) => Math.abs(other - index) > 60)) chosen.push(index)
  }
  return chosen
}

function frameOf({ frames }: Measurement, index: number): SeenFrame | undefined {
  return frames.find((frame) => frame.index === index)
}

async function pictureOf(film: Film, wanted: number): Promise<string> {
  for await (const { index, rgb, width, height } of decodeFile(film.file)) {
    if (index !== wanted) continue
    const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 80 })
      .toBuffer()
    return `data:image/jpeg;base64,${jpeg.toString('base64')}`
  }
  throw new Error(`${film.file} has no frame ${wanted}.`)
}

function figure(picture: string, caption: string, frame: SeenFrame | undefined): string {
  const boxes = (frame?.detections ?? []).map(({ label, confidence, box }) =>
    drawn(box, label === 'hand' ? '#ff5a36' : '#2fb5ff', `${label} ${confidence.toFixed(2)}`),
  )
  const truth = (frame?.truth ?? []).map(({ box }) => drawn(box, '#ffffff', '', '4 3'))
  return `<figure><svg viewBox="0 0 640 360"><image href="${picture}" width="640" height="360"/>${truth.join('')}${boxes.join('')}</svg><figcaption>${escapeHtml(caption)}; dashed: what is there</figcaption></figure>`
}

function drawn({ left, top, width, height }: Box, colour: string, text: string, dashes = 'none'): string {
  const [x, y] = [left * 640, top * 360]
  const label =
    text === '' ? '' : `<text x="${x + 3}" y="${Math.max(12, y - 4)}" font-size="13" fill="${colour}">${escapeHtml(text)}</text>`
  return `<rect x="${x}" y="${y}" width="${width * 640}" height="${height * 360}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes}"/>${label}`
}
