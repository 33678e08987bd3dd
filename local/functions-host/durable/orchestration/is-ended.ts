import type { InstanceRow } from '../store/instance-rows.ts'

export const isEnded = ({ status }: Pick<InstanceRow, 'status'>): boolean =>
  status === 'Completed' || status === 'Failed' || status === 'Terminated' || status === 'Canceled'
