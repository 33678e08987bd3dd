import { writeSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { tryModel } from '../../../../shared/vision/try-model.ts'

// Started by try-mutations.ts: the input is a list of folders; each line of the output is what came of one.
process.env.ORT_DISABLE_TELEMETRY = '1'
for (const folder of JSON.parse(await text(process.stdin)) as string[]) {
  let reason: string | undefined
  try {
    await tryModel(folder, true)
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error)
  }
  writeSync(1, `${JSON.stringify({ reason })}\n`)
}
process.kill(process.pid, 'SIGKILL')
