import type { Answer } from '../../api/call.ts'
import type { Tone } from '../../design/tag.tsx'

type Passport = Answer<'getModelPassport'>

export const modelTones: Readonly<Record<Passport['model']['state'], Tone>> = {
  candidate: 'info',
  refused: 'warning',
  approved: 'good',
  revoked: 'critical',
}

export const gateTones: Readonly<Record<NonNullable<Passport['evaluation']>['gate']['verdict'], Tone>> = {
  better: 'good',
  undecided: 'warning',
  worse: 'critical',
}
