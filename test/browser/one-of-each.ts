import { modelFiles } from '../../shared/domain/model-package.ts'
import { planDigest } from '../../shared/domain/plan-digest.ts'
import { RolloutPolicy } from '../../shared/domain/rollout.ts'
import type { Ports } from '../../shared/ports.ts'
import { colourModel } from '../harness/evaluated-plant.ts'
import { sampleIncident } from '../harness/sample-incident.ts'
import { sampleModel } from '../harness/sample-model.ts'
import { openQuestion } from '../shared/operations/approval-support/open-question.ts'
import { site } from './fleet-plant.ts'

/** Ids of what is stored; the incident is `mine`, the models are those of the name of the site. */
export type Places = Readonly<Record<'approval' | 'evaluation' | 'dataset' | 'run' | 'release' | 'rollout', string>>

/** One of everything that something can be done with, beside the fleet that is there: what `site` has of it. */
export async function storeOneOfEach(ports: Ports): Promise<Places> {
  const asked = await openQuestion(ports, site)
  const { model } = asked
  const { dataset } = (await ports.models.find(model.name, model.version))!.value
  const second = sampleModel(site, '2')
  await ports.models.save(second, undefined)
  await ports.models.writeFile(second, modelFiles.card, Buffer.from(JSON.stringify(colourModel(0.5, { name: site, version: '2' }).card)))
  await ports.incidents.write({ incident: sampleIncident('mine', { site, camera: 'gate', device: 'edge-1' }), version: undefined })
  const at = ports.clock().toISOString()
  const run = `train-${dataset}-2`
  await ports.runs.save(
    {
      ...{ id: run, site, dataset: dataset!, number: 2, attempt: 2, reason: 'person', startedBy: 'somebody', state: 'running' },
      ...{ createdAt: at, progress: { step: 1, steps: 2 } },
    },
    undefined,
  )
  const release = 'rel-0000000000000001'
  await ports.releases.save(
    {
      ...{ id: release, site, model, runtime: '1.0.0', approval: asked.id, state: 'failed', repository: 'x', builds: [], images: [] },
      ...{ createdAt: at, problem: 'The registry was away.' },
    },
    undefined,
  )
  const policy = RolloutPolicy.parse({})
  const rollout = `${release}-1`
  await ports.rollouts.save(
    {
      ...{ id: rollout, site, release, model, policy, policySha256: planDigest(policy), state: 'paused', ring: 0, rings: [] },
      ...{ startedAt: at, startedBy: 'somebody' },
    },
    undefined,
  )
  return { approval: asked.id, evaluation: asked.evaluation, dataset: dataset!, run, release, rollout }
}
