import sharp from 'sharp'
import type { DeviceState } from '../../shared/domain/device-state.ts'
import type { RegisteredModel } from '../../shared/domain/registered-model.ts'
import type { Release } from '../../shared/domain/release.ts'
import type { Ports } from '../../shared/ports.ts'
import { referenceTo, sampleModel, teachers, teachModel } from '../harness/sample-model.ts'
import { createTestApp } from '../harness/test-app.ts'

export const site = 'plant'
const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`
const imageOf = (letter: string) => `registry.example.com/plant@${digestOf(letter)}`

export interface PassportPlant {
  readonly ports: Ports
  readonly taught: Awaited<ReturnType<typeof teachModel>>
}

/**
 * Seven devices that run a model which two judged incidents taught, `press-8` that is away and runs the one before it,
 * `press-9` that refused the new one, and `press-10` that runs nothing.
 */
export async function passportPlant(connectionString: string): Promise<PassportPlant> {
  const states: DeviceState[] = []
  const deviceStates: Ports['deviceStates'] = {
    read: async (id) => states.find(({ device }) => device === id),
    list: async () => states,
    setTags: async () => {},
    clearModel: async () => {},
  }
  const ports = await createTestApp(connectionString, { deviceStates }, [])
  await ports.rosters.saveSite({ id: site, name: 'Plant', timeZone: 'Europe/Berlin' })
  const jpeg = await sharp({ create: { width: 64, height: 36, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer()
  const frames: Ports['frames'] = { ...ports.frames, put: (frame) => ports.frames.put(frame, jpeg) }
  const taught = await teachModel({ ...ports, frames }, site, '2', { state: 'approved' })
  const named = {
    [teachers.judge]: 'Jana Judge',
    [teachers.labeler]: 'Lars Labeler',
    [teachers.starter]: 'Sven Starter',
    anna: 'Anna <b>Approver</b>',
  }
  for (const [id, name] of Object.entries(named)) await ports.people.save({ id, name, sites: [site] })
  const starter = sampleModel(site, '1', { uploadedBy: 'anna', state: 'approved' })
  await ports.models.save(starter, undefined)
  await saveApproval(ports, taught.model, taught.evaluation.digest)
  await ports.releases.save(releaseOf(starter, 'a', { commissionedBy: 'anna' }), undefined)
  await ports.releases.save(releaseOf(taught.model, 'b', { approval: 'ap-1' }), undefined)
  await ports.models.setChampion({ site, model: referenceTo(taught.model), release: 'rel-b', since: '2026-03-06T00:00:00.000Z' }, undefined)
  for (let number = 1; number <= 10; number++) {
    const device = `press-${number}`
    await ports.devices.save({ id: device, site, name: `Press ${number}` })
    states.push(stateOf(device, number, number >= 8 ? starter : taught.model, taught.model))
  }
  return { ports, taught }
}

function stateOf(device: string, number: number, model: RegisteredModel, wanted: RegisteredModel): DeviceState {
  const refused = number === 9 ? { digest: wanted.digest, problem: 'Its card asks for <i>more memory</i>.' } : undefined
  const isEmpty = number === 10
  return {
    ...{ device, isConnected: number !== 8, tags: { release: 'rel-b' }, runtimeStatus: 'running', restartCount: 0 },
    ...{ image: isEmpty ? undefined : imageOf(model === wanted ? 'b' : 'a'), desiredImage: imageOf('b'), desiredModel: undefined },
    ...{ lastDesired: { code: 200, description: '', isNewest: true }, architecture: 'arm64' },
    module: { model: isEmpty ? undefined : referenceTo(model), refused, isBusy: false, bootId: 'boot-1', settings: undefined },
  }
}

async function saveApproval(ports: Ports, model: RegisteredModel, evaluation: string): Promise<void> {
  const at = '2026-03-05T09:00:00.000Z'
  const decisions = [{ by: 'anna', at, decision: 'approved' as const, reason: 'fewer false alarms' }]
  const approval = { id: 'ap-1', site, model: referenceTo(model), evaluation, plan: 'c'.repeat(64), gate: 'better' as const }
  await ports.approvals.save({ ...approval, askedAt: at, expiresAt: at, state: 'approved', needed: 1, decisions, partial: [] }, undefined)
}

function releaseOf(model: RegisteredModel, letter: string, more: Partial<Release>): Release {
  return {
    ...{ id: `rel-${letter}`, site, model: referenceTo(model), runtime: '1.0.0', state: 'ready', repository: site, builds: [] },
    images: [{ architecture: 'arm64', digest: digestOf('d'), bytes: 41_000_000 }],
    ...{ index: digestOf(letter), createdAt: '2026-03-05T10:00:00.000Z', ...more },
  }
}
