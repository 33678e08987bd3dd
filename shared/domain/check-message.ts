import type { z } from 'zod'
import { type MessageType, messageSchemas } from './messages.ts'

export type MessageOf<Type extends MessageType> = z.infer<(typeof messageSchemas)[Type]>

export type CheckedMessage =
  | { readonly kind: 'taken'; readonly message: MessageOf<MessageType>; readonly droppedFields: number }
  | { readonly kind: 'refused'; readonly detail: string }

/**
 * Holds a parsed body against the schema of its type. Fields that the schema does not know are dropped and counted: a
 * device that is ahead of the cloud by an optional field must not be cut off.
 */
export function checkMessage(type: MessageType, body: unknown): CheckedMessage {
  const schema: z.ZodType<MessageOf<MessageType>> = messageSchemas[type]
  const strict = schema.safeParse(body)
  if (strict.success) return { kind: 'taken', message: strict.data, droppedFields: 0 }

  const unknown = strict.error.issues.filter((issue) => issue.code === 'unrecognized_keys')
  if (unknown.length === 0) return { kind: 'refused', detail: describe(strict.error) }
  for (const { path, keys } of unknown) dropFields(body, path, keys)
  const second = schema.safeParse(body)
  if (!second.success) return { kind: 'refused', detail: describe(second.error) }
  return { kind: 'taken', message: second.data, droppedFields: unknown.reduce((sum, { keys }) => sum + keys.length, 0) }
}

function dropFields(body: unknown, path: readonly PropertyKey[], fields: readonly string[]): void {
  let place: unknown = body
  for (const step of path) place = isObject(place) ? place[step] : undefined
  if (isObject(place)) for (const field of fields) delete place[field]
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null
}

/** The first few problems, without the values: what came may be large, or secret. */
function describe(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
    .join('; ')
    .slice(0, 500)
}
