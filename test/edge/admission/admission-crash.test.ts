import assert from 'node:assert/strict'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { listCrashPoints, runIntoCrash } from '../../harness/crash-runner.ts'
import { factory, stranger, writeSignedModel } from '../support/signed-model.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startModelRegistry } from './model-registry.ts'
import { startKeeper } from './start-keeper.ts'

const program = fileURLToPath(new URL('./admission-process.ts', import.meta.url))

test('killed anywhere while a new model is taken in, the device has the old one or the new one, and then the new one', async (t) => {
  const root = temporaryFolder(t)
  const champion = await writeSignedModel(join(root, 'image-1'))
  const next = await writeSignedModel(join(root, 'image-2'), { boxSide: 47 })
  const bad = await writeSignedModel(join(root, 'image-bad'), { boxSide: 49 }, undefined, stranger)
  await (await startKeeper(t, root, champion.folder)).keeper.close()
  const registry = await startModelRegistry(t, root)
  const artefact = await registry.push(next)
  const ways: Readonly<Record<string, string[]>> = {
    image: [next.folder, factory.publicKey],
    artefact: [champion.folder, factory.publicKey, artefact.reference, artefact.digest],
  }

  for (const [way, args] of Object.entries(ways)) {
    const copy = (name: string) => {
      const place = join(root, `${way}-${name}`)
      mkdirSync(place)
      cpSync(join(root, 'models'), join(place, 'models'), { recursive: true })
      return place
    }
    const points = await listCrashPoints(program, [join(copy('whole'), 'models'), ...args])
    assert.deepEqual(
      ['model-placed', 'model-admitted', 'model-swept', way === 'image' ? 'model-staged' : 'model-part-arrived'].filter(
        (name) => !points.some((point) => point.name === name),
      ),
      [],
    )
    for (const { name, times } of points) {
      for (let time = 1; time <= times; time++) {
        const place = copy(`${name}-${time}`)
        await runIntoCrash(program, [join(place, 'models'), ...args], name, time)
        // What works at once, while nothing new can be had: a bad image stands for one that cannot be used.
        const { keeper } = await startKeeper(t, place, bad.folder)
        const now = keeper.inForce?.model.digest ?? 'none'
        assert.ok([champion.model.digest, next.model.digest].includes(now), `${way} ${name}:${time} left ${now}`)
        await keeper.close()
        const again = await startKeeper(t, place, next.folder)
        assert.equal(again.keeper.inForce?.model.digest, next.model.digest)
        await again.keeper.close()
      }
    }
  }
})
