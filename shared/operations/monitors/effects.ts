import { crashPoint } from '../../crash-point.ts'
import { Fault } from '../../domain/faults.ts'
import type { Notice } from '../../domain/notice.ts'
import type { NoticeAction } from '../../domain/notice-action.ts'
import type { Ports } from '../../ports.ts'
import { haltRollout, resumeRollout } from '../command-rollout.ts'
import { firstAuditSince } from '../first-audit-since.ts'
import { pushDeviceSettings } from '../push-device-settings.ts'

export type EffectPorts = Pick<Ports, 'fleet' | 'twins' | 'rollouts' | 'models' | 'orchestrations' | 'audit' | 'clock'>

export type Outcome = { readonly state: 'done' | 'undone' } | { readonly state: 'needless'; readonly reason: string }

interface Effect {
  /** Does it. Called again after a crash, it finds what it had done, and does nothing that a person has taken back meanwhile. */
  carryOut(ports: EffectPorts, notice: Notice, action: NoticeAction): Promise<Outcome>
  /** Takes it back, as far as it still stands; as often as one likes. */
  takeBack(ports: EffectPorts, notice: Notice, action: NoticeAction, who: string): Promise<void>
}

const nameIn = (target: string) => target.slice(target.indexOf('/') + 1)
const words: Effect = { carryOut: async () => ({ state: 'done' }), takeBack: async () => {} }

export const effects: Readonly<Record<NoticeAction['kind'], Effect>> = {
  // Told by the announcement of the notice; written by the plan itself.
  'notify-role': words,
  'scale-hint': words,
  'lower-frame-rate': {
    carryOut: async (ports, { site, id }, { target, after }) => {
      const camera = await cameraOf(ports, site, target)
      if (camera === undefined) return { state: 'needless', reason: 'The camera is gone.' }
      await ports.fleet.saveCap({ site, camera: camera.id, notice: id, framesPerSecond: Number(after) })
      crashPoint('camera-capped')
      await pushDeviceSettings(ports, site, camera.device)
      return { state: 'done' }
    },
    takeBack: async (ports, { site, id }, { target }) => {
      await ports.fleet.removeCap({ site, camera: nameIn(target), notice: id })
      crashPoint('camera-freed')
      const camera = await cameraOf(ports, site, target)
      if (camera !== undefined) await pushDeviceSettings(ports, site, camera.device)
    },
  },
  'halt-rollout': {
    carryOut: async (ports, notice, { target, plannedAt }) => {
      const request = { site: notice.site, id: nameIn(target), who: 'system', reason: reasonOf(notice) }
      const rollout = (await ports.rollouts.find(request.site, request.id))?.value
      if (rollout === undefined) return { state: 'needless', reason: 'The rollout is gone.' }
      if (rollout.state === 'halted')
        return rollout.reason === request.reason ? { state: 'done' } : { state: 'needless', reason: 'It was halted already.' }
      if (await wasMovedOn(ports, notice.site, target, plannedAt))
        return { state: 'needless', reason: 'A person has decided about it meanwhile.' }
      try {
        await haltRollout(ports, request)
        return { state: 'done' }
      } catch (error) {
        if (!(error instanceof Fault && error.code === 'rollout-changed')) throw error
        return { state: 'needless', reason: 'It could not be halted any more.' }
      }
    },
    takeBack: async (ports, notice, { target }, who) => {
      const rollout = (await ports.rollouts.find(notice.site, nameIn(target)))?.value
      // Somebody may have decided otherwise meanwhile: only our own halt is taken back.
      const isOurs = rollout?.state === 'halted' && rollout.endedBy === 'system' && rollout.reason === reasonOf(notice)
      if (isOurs) await resumeRollout(ports, { site: notice.site, id: rollout.id, who, reason: `Notice ${notice.id}: taken back.` })
    },
  },
}

/** Names the opening, so that our own halt is told from every other. */
function reasonOf({ id, openings, summary }: Notice): string {
  return `Notice ${id}, opening ${openings}: ${summary}`.slice(0, 300)
}

/** Whether a person has let it go on since: then a halt of ours that was cut off had been there before, and is over. */
async function wasMovedOn({ audit }: EffectPorts, site: string, subject: string, since: string): Promise<boolean> {
  const from = await firstAuditSince(audit, site, since)
  const { entries } = await audit.read({ site, from, limit: 1000 })
  return entries.some((entry) => entry.subject === subject && entry.who !== 'system')
}

async function cameraOf({ fleet }: EffectPorts, site: string, target: string) {
  return (await fleet.cameras(site)).find(({ id }) => id === nameIn(target))
}
