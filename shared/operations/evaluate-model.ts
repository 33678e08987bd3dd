import { crashPoint } from '../crash-point.ts'
import { type Comparison, type ComparisonInputs, compareModels, evaluationDigest } from '../domain/compare-models.ts'
import type { Evaluation } from '../domain/evaluation.ts'
import { lines, writeInputs } from '../domain/evaluation-inputs.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import type { ModelReference } from '../domain/messages.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'
import { collectTruths, readTestFrames, type TestSplit } from './collect-truths.ts'
import { judgedIncidents } from './judged-incidents.ts'
import { type LoadedContender, withContender } from './load-contender.ts'
import { newestDataset } from './newest-dataset.ts'
import { noteEvaluation, sameEvaluation } from './note-evaluation.ts'
import { type ReplayPorts, replayIncidents } from './replay-incidents.ts'
import { seeInTandem } from './see-in-tandem.ts'

export type EvaluatePorts = ReplayPorts &
  Pick<Ports, 'models' | 'evaluations' | 'datasets' | 'frames' | 'incidents' | 'rosters' | 'clock' | 'pictureBrightness'>

interface Question {
  readonly comparison: Comparison
  readonly split: TestSplit
  readonly incidents: readonly Incident[]
}

/**
 * Compares a model with the champion of its site: on the frozen test of the site's newest dataset, and on the recent past
 * played again. All that the figures rest on is stored before they are worked out. Asked the same again, it answers what it
 * answered before.
 *
 * @throws Fault `not-found`, `input-invalid` for a site without a dataset, `model-invalid` for a model that breaks off
 */
export async function evaluateModel(
  ports: EvaluatePorts,
  { site, name, version }: { site: Id; name: Id; version: string },
): Promise<Evaluation> {
  const model = (await ports.models.find(name, version))?.value
  if (model === undefined || model.site !== site) throw new Fault('not-found', 'There is no such model at this site.')
  const question = await ask(ports, model)
  const asked = await ports.evaluations.writeInput(
    lines([
      question.comparison,
      ...question.split.truths,
      ...question.incidents.map(({ id, verdict, endedAt }) => ({ id, verdict, endedAt })),
    ]),
  )
  const known = await sameEvaluation(ports, model, asked)
  if (known !== undefined) return known

  const inputs = await withContender(ports, model, (candidate) => {
    const { champion } = question.comparison
    if (champion === undefined) return measure(ports, question, [candidate])
    return withContender(ports, champion, (other) => measure(ports, question, [candidate, other]))
  })
  const digests: Record<string, string> = { asked }
  for (const [input, text] of Object.entries(writeInputs(inputs))) digests[input] = await ports.evaluations.writeInput(text)
  crashPoint('evaluation-inputs')
  const findings = { ...compareModels(inputs), inputs: digests }
  const evaluation: Evaluation = { digest: evaluationDigest(findings), ...findings, at: ports.clock().toISOString() }
  await ports.evaluations.save(evaluation)
  crashPoint('evaluation-saved')
  return noteEvaluation(ports, model, evaluation)
}

async function ask(ports: EvaluatePorts, model: RegisteredModel): Promise<Question> {
  const { site } = model
  const dataset = (await newestDataset(ports, site)) ?? model.dataset
  if (dataset === undefined) throw new Fault('input-invalid', 'The site has no dataset to test a model on.')
  const timeZone = (await ports.rosters.find(site))?.site.timeZone ?? 'UTC'
  const [split, { value: policy }, champion, rules] = await Promise.all([
    collectTruths(ports, timeZone, dataset, model.dataset),
    ports.evaluations.gatePolicy(site),
    ports.models.champion(site),
    ports.fleet.rules(site),
  ])
  const ruleLabels = [...new Set(rules.filter(({ rule }) => rule.enabled).map(({ rule }) => rule.label))].sort()
  const comparison: Comparison = {
    ...{ site, candidate: referenceOf(model), dataset, policy, ruleLabels, replayDays: policy.replayDays },
    ...(champion !== undefined && { champion: champion.value.model }),
    taughtVideos: [...split.taughtVideos],
  }
  return { comparison, split, incidents: await judgedIncidents(ports, site, policy) }
}

async function measure(ports: EvaluatePorts, question: Question, contenders: readonly LoadedContender[]): Promise<ComparisonInputs> {
  const { comparison, split, incidents } = question
  const lights: number[] = []
  const folders = contenders.map(({ folder }) => folder)
  const seen = await seeInTandem(ports, folders, (add) =>
    readTestFrames(ports, split.truths, async (picture) => {
      lights.push(await ports.pictureBrightness(picture))
      await add(picture)
    }),
  )
  const truths = split.truths.map((truth, index) => ({ ...truth, brightness: lights[index] ?? 0 }))
  const replay = await replayIncidents(ports, comparison.site, incidents, contenders)
  const [candidate, champion] = contenders.map(({ under }, which) => ({
    seen: { of: under, frames: truths.map(({ frame }, index) => ({ frame, ...seen[which]![index]! })) },
    raised: replay.raised[which] ?? [],
  }))
  if (candidate === undefined) throw new Fault('not-found', 'There is nothing to compare.')
  return { comparison, truths, judged: replay.judged, candidate, champion }
}

function referenceOf({ name, version, digest }: RegisteredModel): ModelReference {
  return { name, version, digest }
}
