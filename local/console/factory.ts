import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Camera, Device, SiteRule } from '../../shared/domain/fleet.ts'
import { ModelCard } from '../../shared/domain/model-card.ts'
import type { Recipient, Site } from '../../shared/domain/roster.ts'
import type { Rule } from '../../shared/domain/rule.ts'
import { guardedZone } from '../line/layout.ts'
import { type GivenCamera, mediaName, UsageError } from './options.ts'

/** What the laptop's factory consists of when nobody has changed anything yet. */
export interface Factory {
  readonly site: Site
  readonly recipients: readonly z.input<typeof Recipient>[]
  readonly device: Device
  readonly cameras: readonly z.input<typeof Camera>[]
  readonly rules: readonly { readonly id: string; readonly site: string; readonly name: string; readonly rule: z.input<typeof Rule> }[]
}

const site = 'plant-1'
export const laptopDevice: Device = { id: 'edge-1', site, name: 'Edge box of line 3' }

/** @param simulatedUrl Address of the simulated camera; undefined when cameras were given */
export function planFactory(simulatedUrl: string | undefined, given: readonly GivenCamera[], model: ModelCard | undefined): Factory {
  const cameras = simulatedUrl === undefined ? given.map(givenCamera) : [camera('line-3', 'Line 3, capper', simulatedUrl)]
  const rules = cameras.flatMap(({ id }) => (simulatedUrl === undefined ? rulesForModel(id, model) : rulesForLine(id)))
  return {
    site: { id: site, name: 'Plant 1', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    recipients: [
      {
        id: 'on-call',
        site,
        name: 'Engineer on call',
        // A number and a domain that are reserved for examples: they belong to nobody.
        phone: '+12025550143',
        email: 'on-call@example.com',
        routes: [
          { severities: ['critical'], channels: ['sms', 'email'] },
          { severities: ['warning'], channels: ['email'] },
        ],
      },
    ],
    device: laptopDevice,
    cameras,
    rules,
  }
}

/** @throws UsageError when the folder holds no model that the edge module would take */
export function readModelCard(folder: string): ModelCard {
  const file = join(folder, 'model.json')
  try {
    return ModelCard.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new UsageError(`${file} is no description of a model: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** Whether a camera's id is one that this page gives. */
export function isOfCommandLine(id: string): boolean {
  return /^(line-3|camera-\d+)$/.test(id)
}

function camera(id: string, name: string, source: string) {
  // Only what surrounds an incident is uploaded: a laptop's disk is not an archive.
  return { id, site, device: laptopDevice.id, name, settings: { source, framesPerSecond: 10, recording: 'incidents' as const } }
}

function givenCamera(given: GivenCamera, index: number) {
  const source = given.kind === 'rtsp' ? given.url : `file:${mediaName(given.file, index)}`
  return camera(`camera-${index + 1}`, `Camera ${index + 1}`, source)
}

type PlannedRule = Factory['rules'][number]

function rulesForLine(id: string): PlannedRule[] {
  const zone = guardedZone.map(([x, y]) => [x, y] as [number, number])
  return [
    rule('hand-in-guarded-zone', 'Hand in the guarded zone', {
      ...{ camera: id, label: 'hand', severity: 'critical', confidence: 0.5, zone },
      ...{ dwellSeconds: 0.3, releaseSeconds: 1.5, cooldownSeconds: 5 },
    }),
    rule('cap-missing', 'Bottle without a cap', {
      ...{
        camera: id,
        label: 'bottle-no-cap',
        severity: 'warning',
        confidence: 0.5,
        dwellSeconds: 0.5,
        releaseSeconds: 2,
        cooldownSeconds: 60,
      },
    }),
    rule('leak', 'Leaking bottle', {
      ...{ camera: id, label: 'leak', severity: 'warning', confidence: 0.5, dwellSeconds: 0.5, releaseSeconds: 2, cooldownSeconds: 60 },
    }),
  ]
}

/** For a model of somebody's own: hands are what is dangerous on any line; without that label, each label is worth a note. */
function rulesForModel(id: string, model: ModelCard | undefined): PlannedRule[] {
  if (model === undefined) return []
  if (model.labels.includes('hand')) {
    const hand = { camera: id, label: 'hand', severity: 'critical' as const, confidence: 0.5, dwellSeconds: 0.5, releaseSeconds: 1.5 }
    return [rule(`hand-in-view-${id}`, 'Hand in view', { ...hand, cooldownSeconds: 1 })]
  }
  return model.labels.slice(0, 8).map((label, i) =>
    rule(`label-${i + 1}-${id}`, `Seen: ${label}`, {
      ...{ camera: id, label, severity: 'info' as const, confidence: 0.5, dwellSeconds: 1, releaseSeconds: 2, cooldownSeconds: 60 },
    }),
  )
}

function rule(id: string, name: string, content: z.input<typeof Rule>): PlannedRule {
  return { id, site, name, rule: content } satisfies z.input<typeof SiteRule>
}
