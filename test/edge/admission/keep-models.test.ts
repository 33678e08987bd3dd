import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { modelFiles } from '../../../shared/domain/model-package.ts'
import { childrenOf } from '../support/children.ts'
import { factory, type SignedModel, spoil, stranger, writeSignedModel } from '../support/signed-model.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { placeWithChampion, startKeeper } from './start-keeper.ts'

/** A device on which a good model has worked, and a folder for the next image's. */
async function startWithChampion(t: TestContext): Promise<{ place: string; next: string; champion: SignedModel }> {
  const { place, champion } = await placeWithChampion(t)
  const { keeper } = await startKeeper(t, place, champion.folder)
  assert.deepEqual([keeper.inForce?.model, keeper.problem], [champion.model, undefined])
  // The next image does not bring the old model any more.
  rmSync(champion.folder, { recursive: true })
  return { place, next: join(place, 'image-2'), champion }
}

const relabelled = (labels: string[]) => (card: Parameters<NonNullable<Parameters<typeof writeSignedModel>[2]>>[0]) => ({ ...card, labels })

/** Everything is signed by the factory unless the name says otherwise. */
const badModels: Readonly<Record<string, { make: (folder: string) => Promise<unknown>; problem: RegExp }>> = {
  'a model without a signature': {
    make: async (folder) => {
      await writeSignedModel(folder, { boxSide: 47 })
      rmSync(join(folder, modelFiles.signature))
    },
    problem: /not signed/,
  },
  'a model without a self-test': {
    make: async (folder) => {
      await writeSignedModel(folder, { boxSide: 47 })
      rmSync(join(folder, modelFiles.selfTest))
    },
    problem: /no self-test/,
  },
  'a model that a stranger signed': {
    make: (folder) => writeSignedModel(folder, { boxSide: 47 }, undefined, stranger),
    problem: /signed with the key [0-9a-f]{16}/,
  },
  'a signature that is not of its statement': {
    make: async (folder) => {
      await writeSignedModel(folder, { boxSide: 47 })
      spoil(folder, modelFiles.signature, (bytes) => bytes.toString().replace('approval-1', 'approval-2'))
    },
    problem: /signature does not fit/,
  },
  'another card for the same net': {
    make: async (folder) => {
      await writeSignedModel(folder)
      spoil(folder, modelFiles.card, (bytes) => bytes.toString().replace('"licence":"MIT"', '"licence":"none"'))
    },
    problem: /card is not the one that was signed/,
  },
  'labels in another order': {
    make: (folder) => writeSignedModel(folder, {}, relabelled(['blue', 'red'])),
    problem: /red \(100 %\) is missing/,
  },
  'fewer labels than the net has': {
    make: (folder) => writeSignedModel(folder, {}, relabelled(['red'])),
    problem: /heat/,
  },
  'a net that sees other boxes than when it was signed': {
    make: (folder) => writeSignedModel(folder, { boxSide: 60 }),
    problem: /is missing/,
  },
  'a net that answers NaN': {
    make: (folder) => writeSignedModel(folder, { boxSide: Number.NaN }),
    problem: /NaN/,
  },
  'a net that is cut off': {
    make: async (folder) => {
      await writeSignedModel(folder, { boxSide: 47 })
      spoil(folder, modelFiles.net, (bytes) => bytes.subarray(0, bytes.length / 2))
    },
    problem: /has the SHA-256/,
  },
  'another net under a signed card': {
    make: async (folder) => {
      await writeSignedModel(folder, { boxSide: 47 })
      spoil(folder, modelFiles.net, (bytes) => Buffer.concat([bytes, Buffer.from([0x12, 0x01, 0x78])]))
    },
    problem: /has the SHA-256/,
  },
  'a net that is too large': {
    make: async (folder) => {
      await writeSignedModel(folder, { boxSide: 47 })
      truncateSync(join(folder, modelFiles.net), 201 * 1024 * 1024)
    },
    problem: /209715200 are allowed/,
  },
  'a card that is no card': {
    make: async (folder) => {
      mkdirSync(folder)
      writeFileSync(join(folder, modelFiles.card), 'PK\u0003\u0004')
    },
    problem: /not JSON/,
  },
}

for (const [name, { make, problem }] of Object.entries(badModels)) {
  test(`${name}: is refused, and the champion goes on working, also after a restart`, async (t) => {
    const { place, next, champion } = await startWithChampion(t)
    await make(next)
    for (const start of ['with the new image', 'after a restart']) {
      const { keeper } = await startKeeper(t, place, next)
      assert.deepEqual(keeper.inForce?.model, champion.model, start)
      assert.match(keeper.refused?.problem ?? '', problem)
      assert.match(keeper.refused?.digest ?? '', /^[0-9a-f]{64}$/)
      assert.match(keeper.problem ?? '', /is refused/)
      assert.equal(JSON.stringify(keeper.refused).includes(place), false, 'the report names folders of the device')
      await keeper.close()
    }
  })
}

test('a good model takes over, the one before is kept, older ones go', async (t) => {
  const { place, champion } = await startWithChampion(t)
  const made = [champion]
  for (const boxSide of [47, 49]) {
    const next = await writeSignedModel(join(place, `image-${boxSide}`), { boxSide })
    const { keeper } = await startKeeper(t, place, next.folder)
    assert.deepEqual(keeper.inForce?.model, next.model)
    made.push(next)
    await keeper.close()
  }
  assert.equal(readdirSync(join(place, 'models')).filter((name) => name !== 'in-force.json').length, 2)
  const { keeper } = await startKeeper(t, place, made[1]!.folder)
  assert.deepEqual(keeper.inForce?.model, made[1]!.model)
})

test('a model that was judged is not judged at the next start, unless its bytes, the keys or the code are others', async (t) => {
  const place = temporaryFolder(t)
  const { folder, model } = await writeSignedModel(join(place, 'image'))
  const startAgain = async (more?: Parameters<typeof startKeeper>[3]) => {
    const { keeper, events } = await startKeeper(t, place, folder, more)
    await keeper.close()
    assert.deepEqual(keeper.inForce?.model, model)
    return events.filter((event) => event === 'model-admitted').length
  }
  assert.equal(await startAgain(), 1)
  assert.equal(await startAgain(), 0)
  assert.equal(await startAgain({ codeVersion: '2' }), 1)
  assert.equal(await startAgain({ codeVersion: '2', publicKeys: factory.publicKey + stranger.publicKey }), 1)
  const copy = readdirSync(join(place, 'models')).find((name) => name !== 'in-force.json')!
  spoil(join(place, 'models', copy), modelFiles.net, (bytes) => bytes.subarray(1))
  assert.equal(await startAgain({ codeVersion: '2', publicKeys: factory.publicKey + stranger.publicKey }), 1)
})

test('keys that are given later are asked of a model that worked without', async (t) => {
  const place = temporaryFolder(t)
  const { folder, model } = await writeSignedModel(join(place, 'image'), {}, undefined, stranger)
  const open = await startKeeper(t, place, folder, { publicKeys: undefined })
  assert.deepEqual(open.keeper.inForce?.model, model)
  assert.ok(open.events.includes('model-unsigned'))
  await open.keeper.close()
  const { keeper } = await startKeeper(t, place, folder)
  assert.equal(keeper.inForce, undefined)
  assert.match(keeper.refused?.problem ?? '', /signed with the key/)
})

test('without keys a model is still held against its self-test', async (t) => {
  const place = temporaryFolder(t)
  const { folder } = await writeSignedModel(join(place, 'image'), {}, relabelled(['blue', 'red']))
  const { keeper } = await startKeeper(t, place, folder, { publicKeys: undefined })
  assert.equal(keeper.inForce, undefined)
  assert.match(keeper.problem ?? '', /missing/)
})

test('an image without a model means none, even where one worked before', async (t) => {
  const { place, next } = await startWithChampion(t)
  const { keeper } = await startKeeper(t, place, next)
  assert.deepEqual([keeper.inForce, keeper.problem, keeper.refused], [undefined, undefined, undefined])
  await keeper.close()
  await writeSignedModel(next, {}, undefined, stranger)
  const after = await startKeeper(t, place, next)
  assert.equal(after.keeper.inForce, undefined, 'a model that was taken away came back')
  assert.match(after.keeper.problem ?? '', /is refused/)
})

test('where the disk takes nothing, a good model works from the image', async (t) => {
  const place = temporaryFolder(t)
  const { folder, model } = await writeSignedModel(join(place, 'image'))
  writeFileSync(join(place, 'models'), 'not a folder')
  const { keeper, events } = await startKeeper(t, place, folder)
  assert.deepEqual(keeper.inForce, { folder, model })
  assert.ok(events.includes('model-not-kept'))
})

test('a judgement that the system broke off says nothing about the model, and is made again', async (t) => {
  const { place, next, champion } = await startWithChampion(t)
  const { model } = await writeSignedModel(next, { boxSide: 47 })
  const starting = startKeeper(t, place, next, { anotherAttemptMs: 5 })
  let judging: readonly number[] = []
  while (judging.length === 0) {
    await new Promise(setImmediate)
    judging = childrenOf(process.pid)
  }
  for (const pid of judging) process.kill(pid, 'SIGKILL')
  const { keeper, until, events } = await starting
  assert.deepEqual([keeper.inForce?.model, keeper.refused], [champion.model, undefined])
  assert.ok(events.includes('model-not-judged'))
  await until(({ inForce }) => inForce?.model.digest === model.digest)
  assert.equal(keeper.problem, undefined)
})
