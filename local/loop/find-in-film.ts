import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withMp4 } from '../../shared/video/open-mp4.ts'
import type { Api } from '../console/api.ts'
import type { Film, Objects } from './film.ts'

export interface RecordingRow {
  readonly id: string
  readonly startedAt: string
  readonly endedAt: string
}

/** Where a moment of a recording is in the films, and what was there. */
export interface FoundFrame {
  /** The very time of this picture, on the clock of the device. */
  readonly at: string
  readonly film: Film
  readonly index: number
  readonly truth: Objects
}

/** What the camera really saw, for every moment that was recorded. */
export interface Timeline {
  /** Undefined where the recording is unknown, or shows nothing of the films. */
  at(recording: string, ptsMs: number): FoundFrame | undefined
  /** The moment on the clock of the device, in whichever recording holds it. */
  atTime(instant: string): FoundFrame | undefined
  /** When the camera showed this frame first (a film that has ended begins anew); undefined where no recording has it. */
  timeOf(film: Film, index: number): string | undefined
}

interface KeyFrame {
  readonly ms: number
  readonly film: Film
  readonly index: number
}

interface Found extends RecordingRow {
  readonly keys: readonly KeyFrame[]
}

/**
 * Looks up recordings in the films that were played: the recorder copies coded pictures as they are, so a key frame of a
 * recording is a key frame of a film, byte for byte. Nothing depends on clocks.
 */
export async function findInFilms(api: Api, recordings: readonly RecordingRow[], films: readonly Film[]): Promise<Timeline> {
  const index = new Map<string, { film: Film; index: number }>()
  for (const film of films)
    for (const { hash, ms } of await keyFramesOf(film.file))
      index.set(hash, { film, index: Math.round((ms / 1000) * film.framesPerSecond) })
  const folder = await mkdtemp(join(tmpdir(), 'sightloop-loop-'))
  const found: Found[] = []
  try {
    for (const recording of recordings) {
      const file = join(folder, `${recording.id}.mp4`)
      const { url } = await api.post<{ url: string }>(`recordings/${recording.id}/links`, {})
      await writeFile(file, new Uint8Array(await (await fetch(url)).arrayBuffer()))
      const keys = (await keyFramesOf(file)).flatMap(({ hash, ms }) => {
        const known = index.get(hash)
        return known === undefined ? [] : [{ ...known, ms }]
      })
      found.push({ ...recording, keys })
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  return timelineOf(found)
}

function timelineOf(found: readonly Found[]): Timeline {
  const timeIn = ({ startedAt }: Found, key: KeyFrame, index: number) =>
    new Date(Math.round(Date.parse(startedAt) + key.ms + ((index - key.index) / key.film.framesPerSecond) * 1000)).toISOString()
  const at = (recording: string, ptsMs: number): FoundFrame | undefined => {
    const one = found.find(({ id }) => id === recording)
    const key = one?.keys.findLast(({ ms }) => ms <= ptsMs + 1)
    if (one === undefined || key === undefined) return undefined
    const index = key.index + Math.round(((ptsMs - key.ms) / 1000) * key.film.framesPerSecond)
    const truth = key.film.truth[index]
    return truth === undefined ? undefined : { at: timeIn(one, key, index), film: key.film, index, truth }
  }
  return {
    at,
    atTime: (instant) => {
      const recording = found.findLast(({ startedAt, endedAt }) => startedAt <= instant && instant <= endedAt)
      return recording && at(recording.id, Date.parse(instant) - Date.parse(recording.startedAt))
    },
    timeOf: (film, index) => {
      for (const one of found) {
        const before = one.keys.filter((key) => key.film === film && key.index <= index)
        const nearest = Math.max(...before.map((key) => key.index))
        const key = before.find((each) => each.index === nearest)
        const time = key && timeIn(one, key, index)
        if (time !== undefined && time <= one.endedAt) return time
      }
      return undefined
    },
  }
}

async function keyFramesOf(file: string): Promise<{ hash: string; ms: number }[]> {
  return withMp4(file, async ({ sink }) => {
    const keys: { hash: string; ms: number }[] = []
    for await (const packet of sink.packets())
      if (packet.type === 'key') keys.push({ hash: createHash('sha256').update(packet.data).digest('hex'), ms: packet.timestamp * 1000 })
    return keys
  })
}
