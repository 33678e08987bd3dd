import { createHash } from 'node:crypto'
import type { Approval } from './approval.ts'
import type { Id } from './ids.ts'

/** The same model, evaluation and plan are the same question, however often it is asked. */
export function approvalId({ site, model, evaluation, plan }: Pick<Approval, 'site' | 'model' | 'evaluation' | 'plan'>): Id {
  const question = ['approval', site, model.name, model.version, model.digest, evaluation, plan].join('\n')
  return `ap-${createHash('sha256').update(question).digest('hex').slice(0, 32)}`
}
