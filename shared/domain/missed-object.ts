import { z } from 'zod'
import { Box } from './box.ts'
import { Label } from './detection.ts'
import { Id, Instant } from './ids.ts'
import { FreeText } from './verdict.ts'

/** "This was there and nobody was told": becomes a positive label with the person's own box. */
export const MissedObjectInput = z.strictObject({
  site: Id,
  camera: Id,
  at: Instant,
  label: Label,
  box: Box,
  comment: FreeText.optional(),
})
export type MissedObjectInput = z.infer<typeof MissedObjectInput>

export interface MissedObject extends MissedObjectInput {
  readonly id: Id
  readonly reportedAt: Instant
  readonly who: string
  readonly name: string
}
