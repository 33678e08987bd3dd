import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { InvocationContext } from '@azure/functions'
import fc from 'fast-check'
import sharp from 'sharp'
import { serveFilterCompliance } from '../../../functions/compliance/filter-compliance.ts'
import { serveWatchCompliance } from '../../../functions/compliance/watch-compliance.ts'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { itemKey } from '../../../shared/domain/compliance-item.ts'
import { ingestBatch } from '../../../shared/operations/ingest-batch.ts'
import type { Ports } from '../../../shared/ports.ts'
import { reviewApi } from '../../functions/review/review-api.ts'
import { at, eventOf, incidentMessage, inferenceMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { bottle, markedPicture, openPlant, person, readLeft, savePolicy } from './compliance-support/compliance-plant.ts'
import { findMarker } from './compliance-support/find-marker.ts'
import { uploadSnapshot } from './compliance-support/upload-snapshot.ts'

const model = { name: 'net', version: '1', digest: 'a'.repeat(64) }
const tag = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 10, maxLength: 10 })
const side = fc.double({ min: 0.05, max: 0.3, noNaN: true })
const colours = [
  [255, 0, 255],
  [0, 255, 0],
  [255, 255, 0],
  [0, 0, 255],
]
const plant = fc.record({
  tag,
  colour: fc.constantFrom(...colours),
  people: fc.array(
    fc.record({
      left: fc.double({ min: 0, max: 0.9, noNaN: true }),
      top: fc.double({ min: 0, max: 0.9, noNaN: true }),
      width: side,
      height: side,
    }),
    { minLength: 1, maxLength: 3 },
  ),
  treatment: fc.constantFrom('cover' as const, 'drop' as const),
  size: fc.constantFrom([320, 180], [641, 359], [1280, 720]),
  longSide: fc.constantFrom(200, 1280),
})

describe('what left a site', () => {
  let azurite: RunningAzurite
  before(async () => {
    azurite = await startAzurite()
  })
  after(() => azurite.close())

  test('holds nothing of what was withheld or redacted: no name, no pixel, no metadata, in no coding', async () => {
    let released = 0
    await fc.assert(
      fc.asyncProperty(plant, async ({ tag: word, colour, people, treatment, size, longSide }) => {
        const site = `plant-${word}`
        const names = {
          camera: `hidden-${word}`,
          device: `edge-${word}`,
          label: `Größe & ${word}`,
          exif: `Anna ${word}`,
          open: `open-${word}`,
          rule: `rule-${word}`,
        }
        let seconds = 300
        const ports = await createTestApp(azurite.connectionString, { clock: () => new Date(at(seconds)) }, [])
        await ports.devices.save({ id: names.device, site, name: 'Edge' })
        await openPlant(ports, { id: site })
        const rules = [
          { id: 'hidden', when: { cameras: [names.camera] }, action: 'withhold' },
          { id: 'rest', action: 'release', people: treatment, without: ['rule', 'label'] },
        ]
        await savePolicy(ports, { rules, longSide }, site)
        const [width, height] = size as [number, number]
        const cut = people.map((box) => ({ ...box, width: Math.min(box.width, 1 - box.left), height: Math.min(box.height, 1 - box.top) }))
        const jpeg = await markedPicture(cut, { width, height, colour, words: names.exif })
        const detections = [
          ...cut.map((box) => person(box, { track: 987_654 })),
          bottle({ left: 0, top: 0, width: 0.1, height: 0.1 }, { label: names.label }),
        ]
        for (const [index, camera] of [names.camera, names.open].entries()) {
          const key = { device: names.device, seq: index * 10 + 1, seconds: 1, bootId: `boot-${word}` }
          const frame = { at: at(1), ptsMs: 40, width, height, inferenceMs: 4, detections }
          const seen = { ...inferenceMessage(key, camera), model, frames: [frame] }
          const incident = incidentMessage({ ...key, seq: key.seq + 1 }, { camera, model, rule: names.rule, label: names.label })
          await ingestBatch(ports, [eventOf(seen), eventOf(incident)])
          await uploadSnapshot(ports, azurite.connectionString, incident, jpeg, { site })
        }
        const lines = await filterAll(ports, site, () => {
          seconds += 90
        })
        const answers = await askApi(ports, site)

        const left = [
          ...(await readLeft(azurite.connectionString, 'compliant', site)),
          ...(await readLeft(azurite.connectionString, 'anomalies', site)),
        ]
        const outside = [
          ...left.flatMap(({ name, bytes }) => [Buffer.from(name), bytes]),
          Buffer.from(lines.join('\n')),
          Buffer.from(answers),
        ]
        for (const [what, marker] of Object.entries({ ...names, boot: `boot-${word}`, track: '987654', box: String(cut[0]!.left) })) {
          if (what === 'open' || (what === 'box' && marker.length < 8)) continue
          for (const bytes of outside) assert.equal(findMarker(bytes, marker), undefined, `${what} ${marker}`)
        }
        const pictures = left.filter(({ name }) => name.endsWith('.jpg'))
        assert.equal(pictures.length, treatment === 'cover' ? 1 : 0)
        for (const { bytes } of pictures) {
          assert.equal(await countColour(bytes, colour), 0)
          const { format, exif, icc, xmp, iptc, orientation, comments } = await sharp(bytes).metadata()
          assert.deepEqual(
            { format, exif, icc, xmp, iptc, orientation, comments },
            {
              format: 'jpeg',
              exif: undefined,
              icc: undefined,
              xmp: undefined,
              iptc: undefined,
              orientation: undefined,
              comments: undefined,
            },
          )
        }
        // The search finds what is there: in the picture that stayed, and what was allowed to leave.
        assert.ok((await countColour(jpeg, colour)) > 100)
        assert.notEqual(findMarker(jpeg, names.exif), undefined)
        assert.ok(outside.some((bytes) => findMarker(bytes, names.open) !== undefined))
        released += left.length
      }),
      { numRuns: 6, seed: 8, endOnFailure: true },
    )
    assert.ok(released >= 12, String(released))
  })

  /** By the triggers' own handlers; answers with all that they logged. */
  async function filterAll(ports: Ports, site: string, pass: () => void): Promise<string[]> {
    const lines: string[] = []
    const log = (...words: unknown[]) => void lines.push(words.map((word) => (word instanceof Error ? word.stack : String(word))).join(' '))
    const context = { log, warn: log, error: log } as unknown as InvocationContext
    const failing = { ...ports, leaving: { ...ports.leaving, put: () => Promise.reject(new Error('503')) } }
    for (const app of [failing, ports]) {
      pass()
      for (const { value } of await ports.complianceItems.list(site, 100)) {
        try {
          await serveFilterCompliance(app as Ports)({ site, key: itemKey(value.item) }, context)
        } catch (error) {
          log(error)
        }
      }
    }
    await serveWatchCompliance({
      ...ports,
      rosters: { ...ports.rosters, listSites: async () => [{ id: site, name: 'Plant', timeZone: 'UTC' }] },
    })({} as never, context)
    return lines
  }

  async function askApi(ports: Ports, site: string): Promise<string> {
    const people = { ...ports.people, find: async (id: string) => ({ id, name: 'Somebody', sites: 'all' as const }) }
    const call = reviewApi({ ...ports, people })
    const day = at(0).slice(0, 10)
    const counts = await call('GET', `sites/${site}/compliance-counts`, { as: 'data-labeler', query: { from: day, to: day } })
    const body = { policy: {}, from: at(0), to: at(3600) }
    const trial = await call('POST', `sites/${site}/compliance-trials`, { as: 'data-scientist', body })
    assert.deepEqual([counts.status, trial.status], [200, 200])
    assert.ok(JSON.stringify(counts.body).includes('hidden'), 'the rule is counted by its name')
    return JSON.stringify([counts.body, trial.body])
  }
})

async function countColour(jpeg: Uint8Array, colour: readonly number[]): Promise<number> {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true })
  let found = 0
  for (let index = 0; index < data.length; index += info.channels)
    if (colour.every((value, channel) => Math.abs(value - data[index + channel]!) < 90)) found++
  return found
}
