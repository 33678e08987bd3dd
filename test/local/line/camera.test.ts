import assert from 'node:assert/strict'
import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startLineCamera } from '../../../local/line/camera.ts'
import type { EncoderEngine } from '../../../local/line/encoder.ts'

const run = promisify(execFile)
const reader = fileURLToPath(new URL('./read-stream.ts', import.meta.url))
const program = fileURLToPath(new URL('../../../local/line/main.ts', import.meta.url))

function hasFfmpeg(): boolean {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const engines: EncoderEngine[] = hasFfmpeg() ? ['node-av', 'ffmpeg'] : ['node-av']

async function read(url: string, frames: number): Promise<{ size: string; seconds: number[] }> {
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', reader, url, String(frames)])
  return JSON.parse(stdout)
}

for (const engine of engines) {
  test(`two readers at once see 640 × 360 at 15 frames a second, encoded by ${engine}`, async () => {
    const camera = await startLineCamera({ seed: 3, engine })
    try {
      for (const { size, seconds } of await Promise.all([read(camera.url, 20), read(camera.url, 20)])) {
        assert.equal(size, '640x360')
        const steps = seconds.slice(2).map((at, i) => Math.round((at - seconds[i + 1]!) * 15 * 1000) / 1000)
        // A busy machine leaves frames out; those that come are on the camera's grid of times.
        assert.ok(
          steps.every((step) => step >= 1 && Math.abs(step - Math.round(step)) < 0.01),
          steps.join(' '),
        )
      }
    } finally {
      await camera.close()
    }
  })
}

if (hasFfmpeg()) {
  test('ffprobe, which asks for UDP first, finds its way to the stream', async () => {
    const camera = await startLineCamera({ seed: 3 })
    try {
      const { stdout } = await run('ffprobe', [
        '-v',
        'error',
        '-show_entries',
        'stream=codec_name,width,height',
        '-of',
        'csv=p=0',
        camera.url,
      ])
      assert.equal(stdout.trim(), 'h264,640,360')
    } finally {
      await camera.close()
    }
  })
}

test('the camera ends by itself when whoever started it is gone', async () => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, '--seed', '4'])
  const [line] = await once(createInterface(child.stdout), 'line')
  assert.match(line, /"url":"rtsp:\/\/127\.0\.0\.1:\d+\/line"/)
  child.stdin.destroy()
  const [code] = await once(child, 'exit')
  assert.equal(code, 0)
})

test('a taken port is reported by the camera that wants it', async () => {
  const camera = await startLineCamera({ seed: 1 })
  try {
    await assert.rejects(startLineCamera({ seed: 1, port: Number(new URL(camera.url).port) }), /ended with 1/)
  } finally {
    await camera.close()
  }
})
