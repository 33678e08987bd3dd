import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { getPriority } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { spawnLimited, watchProcess } from '../../../shared/video/limited-process.ts'
import { temporaryFolder } from './support/make-test-video.ts'

const limits = { cpuSeconds: 60, addressSpaceBytes: 4 * 1024 ** 3 }
const generous = { rssBytes: 1e12, cpuSeconds: 1e6, isStalled: () => false }

function run(script: string) {
  return spawnLimited(process.execPath, ['-e', script], limits)
}

test('a process that reads untrusted video sees nothing of our environment, has low priority and no right to write files', async (t) => {
  const target = JSON.stringify(join(temporaryFolder(t), 'written'))
  const child = run(`
    const { writeFileSync, readFileSync } = require('node:fs')
    let written = 'refused'
    process.on('SIGXFSZ', () => {})
    if (process.platform === 'linux') try { writeFileSync(${target}, 'x'); written = 'written' } catch {}
    const env = Object.keys(process.env).filter((name) => name !== 'SystemRoot' && name !== 'MALLOC_ARENA_MAX' && !name.startsWith('__CF'))
    const bounds = process.platform === 'linux' ? readFileSync('/proc/self/limits', 'utf8') : ''
    process.stdout.write(JSON.stringify({ env, written, bounds }))
    process.stdin.resume()`)
  const priority = getPriority(child.pid)
  child.stdin?.end()
  const said = JSON.parse(await text(child.stdout as Readable))
  assert.deepEqual(said.env, [])
  assert(priority > 0, `${priority}`)
  if (existsSync('/usr/bin/prlimit')) {
    assert.equal(said.written, 'refused')
    assert.match(said.bounds, /Max file size\s+0\s+0/)
    assert.match(said.bounds, /Max cpu time\s+60\s+65/)
    assert.match(said.bounds, /Max address space\s+4294967296/)
  }
})

for (const [what, most, reason] of [
  ['takes more memory than it may', { ...generous, rssBytes: 1 }, /MB of memory/],
  ['takes more processor time than it may', { ...generous, cpuSeconds: 0.05 }, /more than 0 s/],
  ['says nothing for too long', { ...generous, isStalled: () => true }, /nothing for too long/],
] as const)
  test(`a process that ${what} is ended with that reason`, async () => {
    const child = run('for (;;) {}')
    const watch = watchProcess(child, most)
    const [, signal] = await once(child, 'close')
    watch.stop()
    assert.equal(signal, 'SIGKILL')
    assert.match(watch.reason ?? '', reason)
  })

test('a process within its bounds is let alone', async () => {
  const child = run('process.stdin.resume()')
  const watch = watchProcess(child, generous)
  child.stdin?.end()
  assert.deepEqual(await once(child, 'close'), [0, null])
  watch.stop()
  assert.equal(watch.reason, undefined)
})
