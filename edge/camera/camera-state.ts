import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { RuleState, Run } from '../rules/rule-engine.ts'

/** What a camera must remember over a crash: open incidents, and closed ones whose post-roll is still being recorded. */
const CameraState = z.object({
  rules: RuleState,
  closing: z.array(z.object({ run: Run, endMs: z.number(), dueMs: z.number() })),
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

/** Written to another file first, so that a power cut leaves the old state or the new one, never half of it. */
export function writeCameraState(folder: string, state: CameraState): void {
  const file = join(folder, 'incidents.json')
  writeFileSync(`${file}.part`, JSON.stringify(state))
  renameSync(`${file}.part`, file)
}
