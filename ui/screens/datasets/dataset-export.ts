import type { Answer } from '../../api/call.ts'

export type DatasetExport = Answer<'listExports'>['items'][number]

export function isUnderWay({ state }: Pick<DatasetExport, 'state'>): boolean {
  return state === 'waiting' || state === 'writing' || state === 'checking'
}
