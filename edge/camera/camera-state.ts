import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ModelReference } from '../../shared/domain/messages.ts'
import { RuleState, Run } from '../../shared/rules/rule-engine.ts'
import { writeWhole } from './write-whole.ts'

/** What a camera must remember over a crash: open incidents, and closed ones whose post-roll is still being recorded. */
const CameraState = z.object({
  rules: RuleState,
  closing: z.array(z.object({ run: Run, endMs: z.number(), dueMs: z.number() })),
  /** The model that saw them: it may be gone when they close. */
  model: ModelReference.optional(),
})
export type CameraState = z.infer<typeof CameraState>

/** Undefined on the first start, and where the file is damaged: then what was open stays open in the cloud until a person closes it. */
export function readCameraState(folder: string): CameraState | undefined {
  try {
    return CameraState.parse(JSON.parse(readFileSync(join(folder, 'incidents.json'), 'utf8')))
  } catch {
    return undefined
  }
}

export function writeCameraState(folder: string, state: CameraState): void {
  writeWhole(join(folder, 'incidents.json'), JSON.stringify(state))
}
