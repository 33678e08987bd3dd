import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../local/container-registry/main.ts', import.meta.url))

async function start(folder: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string]
  return { ...(JSON.parse(line) as { url: string }), child }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'close')
}

test('a registry that is killed in the middle of an upload serves no half blob, and lets the client go on where it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'registry-crash-'))
  const bytes = Buffer.alloc(3_000_000, 'layer ')
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  const first = await start(folder)
  const begun = await fetch(`${first.url}/v2/app/blobs/uploads/`, { method: 'POST' })
  const location = begun.headers.get('location')!
  const patch = request(`${first.url}${location}`, { method: 'PATCH', headers: { 'content-length': bytes.length } })
  patch.on('error', () => {})
  patch.write(bytes.subarray(0, 1_000_000))
  const arrived = async (url: string) => Number((await fetch(`${url}${location}`)).headers.get('range')?.slice(2)) + 1
  while ((await arrived(first.url)) < 500_000);
  await kill(first.child)

  const second = await start(folder)
  try {
    assert.equal((await fetch(`${second.url}/v2/app/blobs/${digest}`)).status, 404)
    const from = await arrived(second.url)
    const rest = bytes.subarray(from)
    const headers = { 'content-range': `${from}-${bytes.length - 1}` }
    const done = await fetch(`${second.url}${location}?digest=${digest}`, { method: 'PUT', headers, body: rest })
    assert.equal(done.status, 201)
    await kill(second.child)
    const third = await start(folder)
    second.child = third.child
    const read = Buffer.from(await (await fetch(`${third.url}/v2/app/blobs/${digest}`)).arrayBuffer())
    assert.equal(`sha256:${createHash('sha256').update(read).digest('hex')}`, digest)
  } finally {
    await kill(second.child)
    rmSync(folder, { recursive: true })
  }
})
