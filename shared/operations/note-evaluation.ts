import type { Evaluation } from '../domain/evaluation.ts'
import { Fault } from '../domain/faults.ts'
import type { RegisteredModel } from '../domain/registered-model.ts'
import type { Ports } from '../ports.ts'

const maxRounds = 10

/** The model's newest evaluation, where it answers this very question. */
export async function sameEvaluation(
  { evaluations }: Pick<Ports, 'evaluations'>,
  { digest, evaluation }: RegisteredModel,
  asked: string,
): Promise<Evaluation | undefined> {
  const known = evaluation === undefined ? undefined : await evaluations.find(evaluation)
  return known?.inputs['asked'] === asked && known.candidate.digest === digest ? known : undefined
}

/** Makes it the model's newest. Of two that answer the same question at once, the first counts: only its clock was another. */
export async function noteEvaluation(
  ports: Pick<Ports, 'models' | 'evaluations'>,
  { name, version }: RegisteredModel,
  evaluation: Evaluation,
): Promise<Evaluation> {
  for (let round = 1; ; round++) {
    const found = await ports.models.find(name, version)
    if (found === undefined) throw new Fault('not-found', `${name} ${version}`)
    const known = await sameEvaluation(ports, found.value, evaluation.inputs['asked'] ?? '')
    if (known !== undefined) return known
    try {
      await ports.models.save({ ...found.value, evaluation: evaluation.digest }, found.version)
      return evaluation
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'model-changed') || round === maxRounds) throw error
    }
  }
}
