import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findTakenPort, planPorts } from '../../../local/console/ports.ts'
import { freePort, startConsole } from './console-process.ts'

test('a first model that cannot be used ends the start with the reason, and leaves nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'refused-'))
  const model = join(folder, 'model')
  mkdirSync(model)
  copyFileSync(fileURLToPath(new URL('../../../edge/models/line-starter/model.json', import.meta.url)), join(model, 'model.json'))
  writeFileSync(join(model, 'model.onnx'), 'no net')
  const port = await freePort()
  const console = startConsole(['--data', join(folder, 'data'), '--port', String(port), '--model', model])
  try {
    assert.equal(await console.exited, 1)
    assert.match(console.lines.join('\n'), /The model cannot be used\..*but model\.json says/)
    assert.equal(await findTakenPort(planPorts(port)), undefined)
  } finally {
    if (console.child.exitCode === null) console.child.kill('SIGKILL')
    rmSync(folder, { recursive: true, maxRetries: 5, retryDelay: 200 })
  }
})
