import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { moduleFiles } from '../../../local/console/module-files.ts'
import { packRuntime, pushRuntime } from '../../../local/console/push-runtime.ts'
import { type ContainerRegistry, startContainerRegistry } from '../../../local/container-registry/start.ts'
import { createOciImageRegistry } from '../../../shared/adapters/oci-image-registry.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

describe('the runtime image of a checkout', () => {
  const folder = mkdtempSync(join(tmpdir(), 'runtime-'))
  const checkout = join(folder, 'checkout')
  let registry: ContainerRegistry
  before(async () => {
    for (const part of ['edge', 'shared', 'package.json', 'package-lock.json']) {
      cpSync(join(root, part), join(checkout, part), { recursive: true, filter: (path) => !path.includes('node_modules') })
    }
    registry = await startContainerRegistry({ folder: join(folder, 'registry') })
  })
  after(async () => {
    await registry.close()
    rmSync(folder, { recursive: true })
  })

  test('holds every file of ours that one of its files imports, and nothing of the cloud side', () => {
    const files = moduleFiles(checkout)
    assert.ok(files.has('edge/main.ts') && files.has('shared/vision/inference-worker.ts') && files.has('package.json'))
    for (const [path, bytes] of files) {
      for (const [, target] of Buffer.from(bytes)
        .toString()
        .matchAll(/^import .* from '(\.[^']+)'$/gm))
        assert.ok(files.has(posix.join(dirname(path), target!)), `${path} imports ${target}`)
    }
    assert.deepEqual(
      [...files.keys()].filter((path) => path.startsWith('functions/') || path.startsWith('shared/adapters/')),
      [],
    )
  })

  test('is the same for the same code, another for other code, and pushed only when it is not there', async () => {
    const asked: string[] = []
    const counting = createOciImageRegistry({ url: registry.url })
    const noting = {
      ...counting,
      putManifest: (...args: Parameters<typeof counting.putManifest>) => {
        asked.push(args[0])
        return counting.putManifest(...args)
      },
    }
    const first = await pushRuntime(noting, checkout)
    assert.ok(asked.length > 0)
    asked.length = 0
    assert.deepEqual(await pushRuntime(noting, checkout), first)
    assert.deepEqual(asked, [])
    const packed = await packRuntime(checkout)
    assert.equal(packed.version, first.version)
    writeFileSync(join(checkout, 'edge/main.ts'), '// changed\n', { flag: 'a' })
    assert.notEqual((await pushRuntime(noting, checkout)).version, first.version)
  })
})
