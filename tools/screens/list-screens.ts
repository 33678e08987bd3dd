import type { Api } from '../../local/console/api.ts'
import type { Role } from '../../shared/domain/person.ts'

export interface Screen {
  readonly name: string
  /** Of the app's pages; with an origin, of another server. */
  readonly path: string
  /** Nobody where one is not signed in. */
  readonly as?: Role
  /** Playwright's selector of what is to be seen; undefined = the top of the page. */
  readonly at?: string
}

/** Pages of the laptop beside the app's own. */
export interface OtherPages {
  readonly outbox: string
  readonly traces: string
  readonly scoring: string
}

interface Row {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly state: string
  readonly severity: string
  readonly phase: string
  readonly kind?: string
  readonly verdict?: string
  readonly evaluation?: string
}

/** Every page that there is, with something on it as far as this factory has anything to show. */
export async function listScreens(api: Api, site: string, pages: OtherPages): Promise<readonly Screen[]> {
  const rows = async (path: string) => (await api.get<{ items: Row[] }>(path)).items
  const incidents = await rows('incidents?limit=100')
  const isFresh = ({ severity, phase, verdict }: Row) => severity === 'critical' && phase === 'closed' && verdict === undefined
  const [fresh, judged] = [incidents.find(isFresh), incidents.find(({ verdict }) => verdict === 'confirmed')]
  const ill = incidents.find(({ kind }) => kind === 'camera')
  const [night, dataset, run, release] = await Promise.all(
    ['nights', 'datasets', 'runs', 'releases'].map(async (path) => (await rows(path))[0]),
  )
  const models = await rows('models')
  const compared = (await rows('runs')).find(({ evaluation }) => evaluation !== undefined)
  const [approval, rollout] = [(await rows('approvals'))[0], (await rows('rollouts'))[0]]
  const notice = (await rows('notices'))[0]
  const [device, camera] = [(await rows(`sites/${site}/devices`))[0], (await rows(`sites/${site}/cameras`))[0]]
  const rule = (await rows(`sites/${site}/rules`)).find(({ id }) => id === 'hand-in-guarded-zone')
  const model = models[0]
  const card = model && `/models/${model.name}/${model.version}`
  const trace = await newestTrace(pages.traces)
  const screens: (Screen | false | undefined)[] = [
    { name: 'sign-in', path: '/.auth/login/aad' },
    { name: 'incidents', path: '/incidents', as: 'site-engineer' },
    { name: 'incidents-none', path: '/incidents?severity=info&verdict=inconclusive', as: 'site-engineer' },
    fresh && { name: 'incident', path: `/incidents/${fresh.id}`, as: 'site-engineer' },
    judged && { name: 'incident-judged', path: `/incidents/${judged.id}`, as: 'safety-auditor' },
    ill && { name: 'incident-camera', path: `/incidents/${ill.id}`, as: 'site-engineer' },
    { name: 'wall', path: '/wall', as: 'site-engineer' },
    { name: 'archive', path: '/archive', as: 'safety-auditor' },
    { name: 'holds', path: '/archive?tab=holds', as: 'safety-auditor' },
    { name: 'audit', path: '/archive?tab=audit', as: 'safety-auditor' },
    { name: 'quarantine', path: '/archive?tab=quarantine', as: 'safety-auditor' },
    { name: 'labeling', path: '/labeling', as: 'data-labeler' },
    { name: 'labeling-mine', path: '/labeling?tab=mine', as: 'data-labeler' },
    { name: 'labeling-quality', path: '/labeling?tab=quality', as: 'data-scientist' },
    { name: 'labeling-task', path: '/labeling/work', as: 'data-labeler' },
    { name: 'datasets', path: '/datasets', as: 'data-scientist' },
    { name: 'dataset-import', path: '/datasets/import', as: 'data-scientist' },
    ...['overview', 'pictures', 'changes', 'lineage', 'exports'].map(
      (tab) => dataset && ({ name: `dataset-${tab}`, path: `/datasets/${dataset.version}?tab=${tab}`, as: 'data-scientist' } as const),
    ),
    ...['register', 'runs', 'questions', 'releases'].map(
      (tab) => ({ name: `models-${tab}`, path: `/models?tab=${tab}`, as: 'data-scientist' }) as const,
    ),
    card !== undefined && { name: 'model', path: card, as: 'data-scientist' },
    { name: 'training-policy', path: '/models/training-policy', as: 'data-scientist' },
    { name: 'gate-policy', path: '/models/gate-policy', as: 'data-scientist' },
    run && { name: 'run', path: `/runs/${run.id}`, as: 'data-scientist' },
    ...['figures', 'frames', 'mistakes', 'replay'].map((tab) => {
      if (compared === undefined) return undefined
      const path = `/evaluations/${compared.evaluation}?tab=${tab}`
      return { name: `evaluation-${tab}`, path, as: 'data-scientist', at: 'role=tablist' } as const
    }),
    approval && { name: 'approval', path: `/approvals/${approval.id}`, as: 'data-scientist' },
    release && { name: 'release', path: `/releases/${release.id}`, as: 'iot-engineer' },
    ...['devices', 'cameras', 'rollouts', 'policy'].map(
      (tab) => ({ name: `fleet-${tab}`, path: `/fleet?tab=${tab}`, as: 'iot-engineer' }) as const,
    ),
    device && { name: 'device', path: `/fleet/devices/${device.id}`, as: 'iot-engineer' },
    camera && { name: 'camera', path: `/fleet/cameras/${camera.id}`, as: 'iot-engineer' },
    camera &&
      rule && {
        name: 'rule',
        path: `/fleet/cameras/${camera.id}?rule=${rule.id}`,
        as: 'iot-engineer',
        at: 'role=heading[name="Draw the zone"]',
      },
    rollout && { name: 'rollout', path: `/fleet/rollouts/${rollout.id}`, as: 'iot-engineer' },
    { name: 'nights', path: '/nights', as: 'data-scientist' },
    night && { name: 'night', path: `/nights/${night.id}`, as: 'data-scientist' },
    { name: 'night-policy', path: '/nights/policy', as: 'data-scientist' },
    { name: 'notices', path: '/notices?state=all', as: 'iot-engineer' },
    notice && { name: 'notice', path: `/notices/${notice.id}`, as: 'iot-engineer' },
    { name: 'monitors', path: '/notices/monitors', as: 'iot-engineer' },
    device && { name: 'device-passport', path: `/devices/${device.id}/passport`, as: 'safety-auditor' },
    card !== undefined && { name: 'model-passport', path: `${card}/passport`, as: 'safety-auditor' },
    judged && { name: 'incident-lineage', path: `/lineage/incident/${judged.id}`, as: 'safety-auditor' },
    dataset && { name: 'dataset-lineage', path: `/lineage/dataset/${dataset.version}`, as: 'safety-auditor' },
    { name: 'insights', path: '/insights?days=7', as: 'site-engineer' },
    { name: 'quality', path: '/quality', as: 'data-scientist' },
    ...['counts', 'policy', 'versions'].map(
      (tab) => ({ name: `compliance-${tab}`, path: `/compliance?tab=${tab}`, as: 'safety-auditor' }) as const,
    ),
    ...['on-call', 'recipients', 'people', 'sites'].map(
      (tab) => ({ name: `settings-${tab}`, path: `/settings?tab=${tab}`, as: 'admin' }) as const,
    ),
    { name: 'signed-out', path: '/signed-out' },
    { name: 'not-found', path: '/nowhere', as: 'site-engineer' },
    { name: 'outbox', path: pages.outbox },
    { name: 'traces', path: pages.traces },
    trace !== undefined && { name: 'trace', path: trace },
    { name: 'scoring', path: pages.scoring },
  ]
  return screens.filter((screen) => typeof screen === 'object')
}

/** The page of traces links them, newest first. */
async function newestTrace(origin: string): Promise<string | undefined> {
  const [, path] = /href="(\/traces\/[0-9a-f]+)"/.exec(await (await fetch(origin)).text()) ?? []
  return path === undefined ? undefined : `${origin}${path}`
}
