import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { decodeFile } from '../../../edge/video/decode-file.ts'
import type { Api } from '../../../local/console/api.ts'
import { type Film, makeFilm } from '../../../local/loop/film.ts'
import { findInFilms } from '../../../local/loop/find-in-film.ts'
import { asFilmed, coldLamp, comingAndGoing, relight, sunAt } from '../../../local/loop/light.ts'
import { moved, moveObjects, movePicture, unmoved } from '../../../local/loop/move-camera.ts'
import { clipVideo } from '../../../shared/video/clip-video.ts'
import type { Footage } from '../../../training/scripts/footage.ts'
import { makeTestVideo } from '../../shared/video/support/make-test-video.ts'
import { serveFiles } from './serve-files.ts'

const box = { left: 0.4, top: 0.4, width: 0.2, height: 0.2 }

describe('a film made of footage', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sightloop-film-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  let footage: Footage
  let film: Film
  before(async () => {
    const video = join(folder, 'footage.mp4')
    makeTestVideo(video, { frames: 60 })
    const truth = Array.from({ length: 60 }, (_, index) => [{ label: `at-${index}`, box }])
    footage = { video, labels: [], truth, half: 30 }
    film = await makeFilm(footage, { file: join(folder, 'film.mp4'), from: 10, to: 50, view: unmoved, lightAt: () => asFilmed })
  })

  test('has the frames that were asked for, each with its own truth', async () => {
    let frames = 0
    for await (const { index } of decodeFile(film.file)) frames = index + 1
    assert.equal(frames, 40)
    assert.deepEqual([film.truth[0]?.[0]?.label, film.truth.at(-1)?.[0]?.label], ['at-10', 'at-49'])
  })

  test('is found again in a recording that copied a piece of it, frame by frame, whatever the clock says', async (t) => {
    const piece = join(folder, 'piece.mp4')
    const { startsAtMs, endsAtMs } = await clipVideo([{ file: film.file, startsAtMs: 0 }], 600, 1200, piece)
    const url = await serveFiles(t, folder)
    const api = { post: async () => ({ url: `${url}/piece.mp4` }) } as unknown as Api
    const at = (ms: number) => new Date(Date.parse('2026-11-20T08:00:00.000Z') + ms).toISOString()
    const recording = { id: 'rec-1', startedAt: at(0), endedAt: at(endsAtMs - startsAtMs) }
    const timeline = await findInFilms(api, [recording], [film])
    const first = Math.round((startsAtMs / 1000) * film.framesPerSecond)
    assert.equal(timeline.at('rec-1', 0)?.index, first)
    assert.equal(timeline.atTime(at(100))?.truth[0]?.label, `at-${10 + first + 3}`)
    assert.equal(timeline.timeOf(film, first + 3), at(100))
    assert.equal(timeline.atTime(at(110))?.at, at(100))
    assert.equal(timeline.at('rec-2', 0), undefined)
    assert.equal(timeline.timeOf(film, 0), undefined)
  })
})

describe('a film that a camera plays again from its start', () => {
  test('is known by the first time that each frame was shown, and each moment by its own', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'sightloop-film-'))
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    const video = join(folder, 'footage.mp4')
    makeTestVideo(video, { frames: 40 })
    const footage = { video, labels: [], truth: Array.from({ length: 40 }, () => []), half: 20 }
    const film = await makeFilm(footage, { file: join(folder, 'film.mp4'), from: 0, to: 40, view: unmoved, lightAt: () => asFilmed })
    const passes = [0, 40 / film.framesPerSecond].map((seconds) => ({ file: film.file, startsAtMs: seconds * 1000 }))
    await clipVideo(passes, 0, 2700, join(folder, 'recording.mp4'))
    const url = await serveFiles(t, folder)
    const api = { post: async () => ({ url: `${url}/recording.mp4` }) } as unknown as Api
    const at = (ms: number) => new Date(Date.parse('2026-11-20T08:00:00.000Z') + ms).toISOString()
    const timeline = await findInFilms(api, [{ id: 'rec-1', startedAt: at(0), endedAt: at(2700) }], [film])
    const secondPass = Math.round((40 / film.framesPerSecond) * 1000)
    assert.equal(timeline.timeOf(film, 20), at(667))
    assert.deepEqual([timeline.atTime(at(700))?.index, timeline.atTime(at(700))?.at], [21, at(700)])
    assert.deepEqual([timeline.atTime(at(secondPass + 600))?.index, timeline.atTime(at(secondPass + 600))?.at], [18, at(secondPass + 600)])
  })
})

describe('light and place', () => {
  test('of the footage itself change nothing', () => {
    const picture = Uint8Array.from({ length: 48 }, (_, index) => index * 5)
    assert.equal(relight(picture, asFilmed), picture)
    assert.equal(movePicture(picture, 4, 4, unmoved), picture)
    const quarter = { left: 0.5, top: 0.25, width: 0.25, height: 0.25 }
    assert.deepEqual(moveObjects([{ label: 'bottle', box: quarter }], unmoved)[0]?.box, quarter)
  })

  test('of a cold lamp take red away, and never more than there is', () => {
    const [red, , blue] = relight(Uint8Array.from([200, 200, 200]), coldLamp)
    assert.ok(red! < blue! && blue! <= 200)
  })

  test('of the sun come and go, at other times in another film', () => {
    const times = Array.from({ length: 200 }, (_, index) => index / 10)
    const spells = [1, 2].map((seed) => times.map((at) => sunAt(seed, at) > 0.5))
    for (const seen of spells) assert.ok(seen.includes(true) && seen.includes(false))
    assert.notDeepEqual(spells[0], spells[1])
    assert.deepEqual(comingAndGoing(1)(3.3), comingAndGoing(1)(3.3))
  })

  test('of a moved camera move the boxes with the picture, and lose what is out of it', () => {
    const picture = new Uint8Array(100 * 100 * 3)
    for (let y = 40; y < 60; y++) for (let x = 40; x < 60; x++) picture[(y * 100 + x) * 3] = 255
    const seen = movePicture(picture, 100, 100, moved)
    const there = moveObjects([{ label: 'bottle', box }], moved)[0]!.box
    const at = (x: number, y: number) => seen[(Math.round(y * 100) * 100 + Math.round(x * 100)) * 3]
    assert.ok(at(there.left + there.width / 2, there.top + there.height / 2)! > 200)
    assert.ok(at(there.left - 0.03, there.top + there.height / 2)! < 50)
    const gone = { left: 0, top: 0.5, width: 0.1, height: 0.1 }
    assert.deepEqual(moveObjects([{ label: 'bottle', box: gone }], moved), [])
  })
})
