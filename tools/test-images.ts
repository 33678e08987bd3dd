// npm run test:images: the images of edge/Dockerfile and edge/model.Dockerfile, built for amd64, arm64 and 32-bit ARM, held
// against their budgets, and started as a device starts them: as their own user, on a root that cannot be written, with the
// local IoT Hub. Needs root, a quarter of an hour, some 12 GB of disk, and what it names when it is missing.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startIotHub } from '../local/iot-hub/start.ts'
import type { Architecture } from '../shared/domain/release.ts'
import { makeVideo } from '../test/edge/support/make-video.ts'
import { emulate } from '../test/images/emulate.ts'
import { holdConfiguration, holdContent } from '../test/images/hold-image.ts'
import { type ImageStore, openImageStore } from '../test/images/image-store.ts'
import { baseOf, buildBase, makeBase } from '../test/images/make-base.ts'
import { lackOfMachine } from '../test/images/require-machine.ts'
import { runProgram } from '../test/images/run-program.ts'
import { samplePicture } from '../test/images/sample-picture.ts'
import { type Target, targets } from '../test/images/targets.ts'
import { tryImage } from '../test/images/try-image.ts'

const version = '1.2.3'
const model = 'edge/models/line-starter'
/** Megabytes above the base, compressed, by architecture. */
const budgets = JSON.parse(readFileSync('edge/image-budgets.json', 'utf8')) as Readonly<Record<Architecture, number>>

const counts = { passed: 0, failed: 0 }
const table: Record<string, string | number>[] = []
// What is under way is stopped, nothing more is begun, and all is taken down in its order.
const interruption = new AbortController()
const { signal } = interruption
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interruption.abort(new Error(`stopped by ${name}`)))

await testImages()
if (table.length > 0) console.table(table)
console.log(`tests: ${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = counts.failed > 0 ? 1 : 0

async function testImages(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'images-'))
  const undo: (() => unknown)[] = [() => removeUnlessMounted(work)]
  try {
    const ready = await fact('this machine can build and start images', () => prepare(work, undo))
    if (ready !== undefined) await tryAll(ready.proof, await buildAll(ready.proof, join(work, 'memory')), work)
    signal.throwIfAborted()
  } catch (error) {
    counts.failed++
    console.error(error)
  } finally {
    // The folder goes last: nothing may be mounted below it then.
    for (const step of undo) await fact(undefined, step)
  }
}

/** Mounts, emulates and opens a store; what takes it back goes before what is in `undo`. */
async function prepare(work: string, undo: (() => unknown)[]): Promise<ImageStore> {
  const lack = lackOfMachine()
  assert.equal(lack, undefined, lack)
  const memory = join(work, 'memory')
  mkdirSync(memory)
  await runProgram('mount', ['-t', 'tmpfs', 'tmpfs', memory])
  // What still runs below it when something failed would keep it.
  undo.unshift(() => runProgram('umount', ['--recursive', '--lazy', memory]))
  undo.unshift(await emulate())
  const store = await openImageStore(join(work, 'store'), signal)
  undo.unshift(store.close)
  return store
}

/** Answers with those that have a runtime; one that fails spoils no other. */
async function buildAll(store: ImageStore, memory: string): Promise<readonly Target[]> {
  // Those under emulation are made while the first is built upon.
  const bases = targets.map((target) => makeBase(store, memory, target, signal))
  // Looked at one after the other; what fails before its turn is no crash.
  for (const base of bases) base.catch(() => {})
  const built: Target[] = []
  const build = async (target: Target) => {
    const base = await fact(`${target.architecture}: Debian's packages and Node make a base`, () => bases[targets.indexOf(target)]!)
    if (base === undefined) return
    const runtime = await fact(`${target.architecture}: edge/Dockerfile makes a runtime`, () =>
      buildRuntime(store, target, runtimeOf(target)),
    )
    if (runtime !== undefined) built.push(target)
  }
  const [first, ...others] = targets as readonly [Target, ...Target[]]
  try {
    await build(first)
    const again = built.includes(first)
      ? fact(`${first.architecture}: built again it has the same layers, byte by byte, and the same configuration`, () =>
          buildAgain(store, first),
        )
      : undefined
    for (const target of others) await build(target)
    await again
  } finally {
    await Promise.allSettled(bases)
  }
  return built
}

async function buildAgain(store: ImageStore, target: Target): Promise<void> {
  await buildRuntime(store, target, 'localhost/edge:again')
  assert.deepEqual(await store.inspect('localhost/edge:again'), await store.inspect(runtimeOf(target)))
}

async function tryAll(store: ImageStore, built: readonly Target[], work: string): Promise<void> {
  signal.throwIfAborted()
  const picture = await samplePicture(model)
  const film = join(work, 'film.mp4')
  const square = { left: 20, top: 40, stepX: 4, side: 32, colour: [200, 40, 40] as [number, number, number] }
  makeVideo(film, { width: 320, height: 176, framesPerSecond: 5, frames: 40, groupSize: 5, squares: [square] })
  const context = join(work, 'context')
  for (const name of ['model.onnx', 'model.json']) cpSync(join(model, name), join(context, 'model', name))
  const hub = await startIotHub()
  try {
    for (const target of built) {
      const { architecture } = target
      const image = `localhost/release:${architecture}`
      const release = await fact(`${architecture}: edge/model.Dockerfile puts a model in`, () =>
        buildRelease(store, target, image, context),
      )
      if (release === undefined) continue
      await fact(`${architecture}: it belongs to root and holds what its bill of software says`, async () => {
        holdConfiguration(await store.inspect(image), architecture, baseOf(target), version)
        holdContent(await store.mount(image), architecture)
      })
      const size = await fact(`${architecture}: it is within its budget`, () => measure(store, image, architecture))
      const trial = { hub, device: architecture, film: readFileSync(film), picture, folder: join(work, 'devices', architecture), signal }
      const seen = await fact(
        `${architecture}: it starts as its user on a read-only root, follows its twin, watches, scores, and stops`,
        async () => {
          const { config } = await store.inspect(image)
          return await tryImage({ ...trial, root: await store.mount(image), config }, version)
        },
      )
      table.push({ architecture, ...size?.proof, ...seen?.proof })
    }
  } finally {
    await hub.close()
  }
}

function runtimeOf({ architecture }: Target): string {
  return `localhost/edge:${architecture}`
}

function buildRuntime(store: ImageStore, target: Target, name: string): Promise<void> {
  const buildArguments = { BASE: baseOf(target), BUILD_BASE: buildBase, VERSION: version }
  return store.build({ name, dockerfile: 'edge/Dockerfile', context: '.', platform: target.platform, buildArguments })
}

async function buildRelease(store: ImageStore, target: Target, name: string, context: string): Promise<void> {
  const { name: modelName, version: modelVersion, digest } = JSON.parse(readFileSync(join(context, 'model/model.json'), 'utf8'))
  const labels = { MODEL_NAME: modelName, MODEL_VERSION: modelVersion, MODEL_DIGEST: digest, RELEASE: 'release-1' }
  const buildArguments = { BASE: runtimeOf(target), ...labels }
  await store.build({ name, dockerfile: 'edge/model.Dockerfile', context, platform: target.platform, buildArguments })
  const [below, above] = await Promise.all([store.inspect(runtimeOf(target)), store.inspect(name)])
  assert.deepEqual(above.layerDigests.slice(0, below.layerDigests.length), below.layerDigests)
  assert.equal(above.config.Labels['sightloop.model.digest'], digest)
}

/** The lowest layer is the base, which is another one in a plant. */
async function measure(store: ImageStore, image: string, architecture: Architecture) {
  const [base = 0, ...ours] = await store.layerBytes(image)
  const megabytes = (bytes: number) => Number((bytes / 1024 ** 2).toFixed(1))
  const size = megabytes(ours.reduce((sum, bytes) => sum + bytes, 0))
  assert.ok(size <= budgets[architecture], `It has ${size} MB above its base; ${budgets[architecture]} are allowed.`)
  return { 'MB above base': size, budget: budgets[architecture], 'MB of base': megabytes(base) }
}

function removeUnlessMounted(folder: string): void {
  assert.ok(!readFileSync('/proc/self/mounts', 'utf8').includes(folder), `Something is still mounted below ${folder}.`)
  rmSync(folder, { recursive: true, force: true })
}

/** Prints whether something holds and how long that took; undefined where it does not. Without a title only failures count. */
async function fact<T>(title: string | undefined, prove: () => Promise<T> | T): Promise<{ readonly proof: T } | undefined> {
  if (title !== undefined && signal.aborted) return undefined
  const begun = performance.now()
  const say = (mark: string, name: string) => console.log(`${mark} ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`)
  try {
    const proof = await prove()
    if (title === undefined) return { proof }
    counts.passed++
    say('✔', title)
    return { proof }
  } catch (error) {
    counts.failed++
    say('✖', title ?? 'it cleans up')
    console.log(error instanceof Error ? error.stack : error)
    return undefined
  }
}
