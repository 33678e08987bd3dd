import type { Answer } from '../../../api/call.ts'
import type { Tone } from '../../../design/tag.tsx'

export const importTones: Record<Answer<'getImport'>['state'], Tone> = {
  waiting: 'info',
  reading: 'info',
  applying: 'info',
  done: 'good',
  failed: 'critical',
}
