import { z } from 'zod'
import { Id } from '../../../shared/domain/ids.ts'
import type { Principal, Role } from '../../../shared/domain/person.ts'
import { DeviceProgress, Rollout, RolloutPolicy } from '../../../shared/domain/rollout.ts'
import { DeviceFigures } from '../../../shared/domain/rollout-figures.ts'
import { type CommandRequest, haltRollout, resumeRollout, rollBack } from '../../../shared/operations/command-rollout.ts'
import { readRollout } from '../../../shared/operations/read-rollout.ts'
import { readRolloutFigures } from '../../../shared/operations/read-rollout-figures.ts'
import { saveRolloutPolicy } from '../../../shared/operations/save-rollout-policy.ts'
import { startRollout } from '../../../shared/operations/start-rollout.ts'
import { requireSite, visibleSites } from '../../../shared/operations/visible-sites.ts'
import type { Ports } from '../../../shared/ports.ts'
import { route } from '../route.ts'
import { Cursor, Limit, pageOf, SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const engineers: readonly Role[] = ['iot-engineer']
/** Whoever sees that something goes wrong may stop it. */
const stoppers: readonly Role[] = ['iot-engineer', 'data-scientist', 'site-engineer']

const PolicyAnswer = z.object({ ...RolloutPolicy.shape, version: z.string() })
const IdParams = z.strictObject({ id: Id })
const Reason = z.strictObject({ reason: z.string().min(1).max(1000) })

type Command = (ports: Ports, request: CommandRequest) => Promise<Rollout>

const commandRoute = (name: string, verb: string, summary: string, roles: readonly Role[], command: Command) =>
  route({
    ...{ name, method: 'POST', path: `rollouts/{id}/${verb}`, summary, roles, needsOrchestrations: true },
    ...{ params: IdParams, body: Reason, answer: Rollout, status: 202 },
    run: async (ports, { person, params, body }) => command(ports, await requestOf(ports, person, params.id, body.reason)),
  })

export const rolloutRoutes = [
  route({
    name: 'startRollout',
    method: 'POST',
    path: 'rollouts',
    summary: 'Sends a release through the rings of its site.',
    roles: engineers,
    needsOrchestrations: true,
    body: z.strictObject({ site: Id, release: Id }),
    answer: Rollout,
    status: 202,
    run: (ports, { person, body }) =>
      startRollout(ports, { site: requireSite(person, body.site), release: body.release, startedBy: person.id }),
  }),
  route({
    name: 'listRollouts',
    method: 'GET',
    path: 'rollouts',
    summary: 'Rollouts, newest first.',
    roles: viewers,
    query: z.strictObject({ site: Id.optional(), cursor: Cursor, limit: Limit }),
    answer: pageOf(Rollout),
    run: async (ports, { person, query: { site, cursor, limit } }) =>
      ports.rollouts.list({ sites: await visibleSites(ports, person, site), cursor, limit }),
  }),
  route({
    name: 'getRollout',
    method: 'GET',
    path: 'rollouts/{id}',
    summary: 'A rollout with its rings and every device in them.',
    roles: viewers,
    params: IdParams,
    answer: z.object({ ...Rollout.shape, deviceProgress: z.array(DeviceProgress) }),
    run: (ports, { person, params }) => readRollout(ports, person, params.id),
  }),
  route({
    name: 'readRolloutFigures',
    method: 'GET',
    path: 'rollouts/{id}/figures',
    summary: 'How devices behave with the release, beside how they did with what they had before: speed, memory, detections, incidents.',
    roles: viewers,
    params: IdParams,
    answer: z.object({ items: z.array(DeviceFigures) }),
    run: async (ports, { person, params }) => ({ items: await readRolloutFigures(ports, person, params.id) }),
  }),
  commandRoute('haltRollout', 'halt', 'Stops a rollout: no further device gets the release.', stoppers, haltRollout),
  commandRoute(
    'resumeRollout',
    'resume',
    'Goes on with a rollout that was halted, or waits for a word after a ring.',
    engineers,
    resumeRollout,
  ),
  commandRoute('rollBackRollout', 'roll-back', 'Gives every device back what it had before.', engineers, rollBack),
  route({
    name: 'getRolloutPolicy',
    method: 'GET',
    path: 'sites/{site}/rollout-policy',
    summary: 'How releases get to the devices of a site: rings, times, limits, windows.',
    roles: viewers,
    params: SiteParams,
    answer: PolicyAnswer,
    run: async (ports, { person, params }) => {
      const { value, version } = await ports.rollouts.policy(requireSite(person, params.site))
      return { ...value, version }
    },
  }),
  route({
    name: 'saveRolloutPolicy',
    method: 'PUT',
    path: 'sites/{site}/rollout-policy',
    summary: 'Says how releases get to the devices from now on; approvals that were asked for under another plan do not hold for it.',
    roles: engineers,
    params: SiteParams,
    body: RolloutPolicy,
    answer: PolicyAnswer,
    run: (ports, { person, params, body, version }) => saveRolloutPolicy(ports, person, params.site, body, version),
  }),
]

async function requestOf(ports: Ports, person: Principal, id: Id, reason: string): Promise<CommandRequest> {
  const { site } = await readRollout(ports, person, id)
  return { site, id, who: person.id, reason }
}
