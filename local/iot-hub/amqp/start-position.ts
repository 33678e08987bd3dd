import type { StartPosition } from '../events/partition-log.ts'

const kinds = {
  'x-opt-offset': 'offset',
  'x-opt-sequence-number': 'sequence',
  'x-opt-enqueued-time': 'enqueued',
} as const

/**
 * Reads the selector of a receiver link, such as `amqp.annotation.x-opt-offset > '1234'`. Without one a link begins at
 * the oldest event. Undefined when it is not understood.
 */
export function parseStartPosition(selector: string | undefined): StartPosition | undefined {
  const oldest: StartPosition = { kind: 'offset', value: -1, after: true }
  if (selector === undefined) return oldest
  const match = /^\s*amqp\.annotation\.([a-z-]+)\s*(>=?)\s*'([^']*)'\s*$/.exec(selector)
  const kind = kinds[match?.[1] as keyof typeof kinds]
  if (match === null || kind === undefined) return undefined
  const [, , operator, text = ''] = match
  if (text === '@latest') return { kind: 'latest' }
  const value = Number(text)
  return text === '' || !Number.isFinite(value) ? undefined : { kind, value, after: operator === '>' }
}
