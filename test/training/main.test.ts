import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { writeDrawnDataset } from './drawn-dataset.ts'

const main = new URL('../../training/main.ts', import.meta.url).pathname

test('every line of the output is also in the progress file, and missing folders are made', async (t) => {
  const folder = await temporaryFolder(t)
  await writeDrawnDataset(join(folder, 'dataset'), 12)
  const [out, progress] = [join(folder, 'run/model'), join(folder, 'run/progress.jsonl')]
  const size = ['--width', '64', '--height', '48', '--batch', '4', '--workers', '1']
  const { code, output } = await run(['--data', join(folder, 'dataset'), '--out', out, '--progress', progress, '--steps', '3', ...size])
  assert.equal(code, 0)
  const lines = await readFile(progress, 'utf8')
  assert.equal(lines, output)
  const events = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).event)
  assert.deepEqual([events[0], events.at(-1)], ['dataset', 'done'])
  assert.deepEqual((await readdir(out)).sort(), ['metrics.json', 'model.json', 'model.onnx'])
})

test('a progress file that cannot be is a wrong flag, exit code 2; a dataset that cannot be read is exit code 1', async (t) => {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, 'file'), '')
  const needed = ['--data', join(folder, 'nowhere'), '--out', join(folder, 'out')]
  const wrong = await run([...needed, '--progress', join(folder, 'file/progress.jsonl')])
  assert.equal(wrong.code, 2)
  assert.match(wrong.errors, /--progress .*progress\.jsonl/)
  assert.equal((await run([...needed, '--progress', join(folder, 'progress.jsonl')])).code, 1)
})

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'train-main-'))
  t.after(() => rm(folder, { recursive: true }))
  return folder
}

function run(args: string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { output: '', errors: '' }
  child.stdout.on('data', (data) => (said.output += data))
  child.stderr.on('data', (data) => (said.errors += data))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })))
}
