import type { ComparisonInputs } from '../domain/compare-models.ts'
import type { Evaluation } from '../domain/evaluation.ts'
import { readInputs } from '../domain/evaluation-inputs.ts'
import { Fault } from '../domain/faults.ts'
import type { Ports } from '../ports.ts'

/** All that an evaluation was worked out from, as it was stored. @throws Fault `evaluation-damaged` */
export async function loadInputs({ evaluations }: Pick<Ports, 'evaluations'>, { inputs }: Evaluation): Promise<ComparisonInputs> {
  const texts: Record<string, string> = {}
  for (const [name, sha256] of Object.entries(inputs)) {
    const text = await evaluations.readInput(sha256)
    if (text === undefined) throw new Fault('evaluation-damaged', `Its input "${name}" is missing.`)
    texts[name] = text
  }
  return readInputs(texts)
}
