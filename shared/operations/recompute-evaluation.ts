import { compareModels, evaluationDigest } from '../domain/compare-models.ts'
import type { Evaluation } from '../domain/evaluation.ts'
import { Fault } from '../domain/faults.ts'
import type { Ports } from '../ports.ts'
import { loadInputs } from './load-inputs.ts'

export interface Recomputed {
  readonly digest: string
  /** Whether what comes of the stored inputs now is what was decided then, to the last digit. */
  readonly isSame: boolean
  readonly verdict: Evaluation['gate']['verdict']
  readonly reason: string
}

/**
 * Works out an evaluation again from its stored inputs alone.
 *
 * @throws Fault `not-found`, `evaluation-damaged`
 */
export async function recomputeEvaluation({ evaluations }: Pick<Ports, 'evaluations'>, digest: string): Promise<Recomputed> {
  const stored = await evaluations.find(digest)
  if (stored === undefined) throw new Fault('not-found')
  const findings = { ...compareModels(await loadInputs({ evaluations }, stored)), inputs: stored.inputs }
  const again = evaluationDigest(findings)
  const { digest: _, at: __, ...decided } = stored
  const isSame = again === digest && evaluationDigest(decided) === digest
  return { digest: again, isSame, verdict: findings.gate.verdict, reason: findings.gate.reason }
}
