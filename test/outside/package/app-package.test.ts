import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { routes } from '../../../functions/review/routes/index.ts'
import { nameOf, selectPackages } from '../../../tools/package/select-packages.ts'
import { startHostProcess } from '../../local/functions-host/host-process.ts'
import { makeTestVideo } from '../../shared/video/support/make-test-video.ts'
import { appSettings } from './app-settings.ts'
import { type UnpackedApp, unpackApp } from './unpacked-app.ts'

const mebibyte = 1024 ** 2
const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('the file that goes to Azure', () => {
  let app: UnpackedApp
  before(async () => {
    app = await unpackApp()
  })
  after(() => app.remove())

  it('is the same bytes when it is built again, with packages that came another way', () => {
    assert.equal(digest(process.env['APP_ZIP_AGAIN']!), digest(process.env['APP_ZIP']!))
  })

  it('holds no types, no source maps, no tools of ours, nothing for other platforms, and no folder of the machine that built it', () => {
    assert.deepEqual(
      app.files.filter((path) => /\.(map|ts|tsx|flow)$|^(local|test|tools|bench|training|infra)\//.test(path)),
      [],
    )
    assert.deepEqual([...new Set(app.files.map((path) => path.split('/')[0]))].sort(), [
      ...['edge', 'functions', 'host.json', 'node_modules', 'package-lock.json', 'package.json', 'shared', 'ui'],
    ])
    const native = app.files.filter((path) => /\.(node|dylib|dll|so(\.\d+)*)$/.test(path))
    assert.ok(native.length > 3)
    for (const path of native) assert.ok(/linux[-/]x64/.test(path), path)
    for (const path of app.files.filter((each) => !each.startsWith('node_modules/')))
      assert.ok(!readFileSync(join(app.folder, path)).includes(resolve('.')), path)
  })

  it('is small: its bytes, its packages', () => {
    const { packages } = JSON.parse(readFileSync(join(app.folder, 'package-lock.json'), 'utf8'))
    assert.ok(readFileSync(process.env['APP_ZIP']!).length < 120 * mebibyte)
    const names = Object.keys(packages).filter((path) => path !== '')
    assert.ok(names.length <= 190, `${names.length} packages`)
    const bill = JSON.parse(readFileSync(process.env['APP_BILL']!, 'utf8'))
    const distinct = new Set(names.map((path) => `${path.split('node_modules/').at(-1)}@${packages[path].version}`))
    assert.deepEqual(
      bill.components.map((each: { purl: string }) => decodeURIComponent(each.purl).replace('pkg:npm/', '')).sort(),
      [...distinct].sort(),
    )
  })

  it('has every package that something in it asks for: what was left out is named by nothing that is loaded', () => {
    const entries = ['functions/index.js', ...globSync('{functions,shared}/**/*-{process,worker}.js', { cwd: app.folder })]
    const flags = ['--experimental-import-meta-resolve', '--disable-warning=ExperimentalWarning', 'test/outside/package/reach-process.ts']
    const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, app.folder, ...entries], {
      ...{ encoding: 'utf8', maxBuffer: 64e6 },
    })
    assert.equal(status, 0, stderr)
    const { reached, missing } = JSON.parse(stdout) as { reached: string[]; missing: { name: string; by: string }[] }
    assert.ok(reached.length > 1000)
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
    const everything = selectPackages(read('package-lock.json'), read('package.json'), { os: 'linux', cpu: 'x64', libc: 'glibc' }, {})
    const inIt = read(join(app.folder, 'package-lock.json')).packages
    const leftOut = Object.keys(everything.packages).filter((path) => !(path in inIt))
    assert.ok(leftOut.length > 20)
    const asked = missing.filter(
      ({ name, by }) => !neverLoaded.test(by) && leftOut.some((path) => `${name}/`.startsWith(`${nameOf(path)}/`)),
    )
    assert.deepEqual(asked, [])
  })

  it('starts on a host with nothing beside it, and serves the API and the pages', async (t) => {
    const host = await startHostProcess(t, app.folder, appSettings)
    const document = (await (await fetch(`${host.url}/api/openapi.json`)).json()) as { paths: object }
    assert.equal(Object.keys(document.paths).length, new Set(routes.map(({ path }) => path)).size)
    const page = await (await fetch(host.url)).text()
    const scripts = [...page.matchAll(/<script type="module"[^>]* src="([^"]+)"/g)].map(([, script]) => script!)
    const sizes = scripts.map(async (script) => {
      const answer = await fetch(new URL(script, host.url))
      assert.match(answer.headers.get('content-type')!, /javascript/)
      return (await answer.text()).length
    })
    // The early script is small, the app is not.
    assert.ok(Math.max(...(await Promise.all(sizes))) > 10_000)
  })

  it('splits video and runs models with what is in it', () => {
    const video = join(app.folder, 'video.mp4')
    makeTestVideo(video, { frames: 5 })
    const script = `
      import { readFileSync } from 'node:fs'
      import { createVideoSplitter } from './shared/adapters/video-splitter.js'
      import { openSession } from './shared/vision/open-session.js'
      import { loadModel } from './shared/vision/load-model.js'
      const splitter = createVideoSplitter('node-av')
      const pictures = []
      const { outcome } = await splitter({ file: 'video.mp4', times: [0, 40, 80], keyframeTimes: [], jpegQscale: 5 }, (frame) => void pictures.push(frame.jpeg.length))
      await splitter.close()
      const { card, bytes } = await loadModel(${JSON.stringify(resolve('edge/models/line-starter'))})
      const session = await openSession(card, bytes, 1, 'node')
      const { width, height, type } = card.input
      const outputs = await session.run(new (type === 'uint8' ? Uint8Array : Float32Array)(3 * width * height))
      console.log(JSON.stringify({ outcome, pictures: pictures.length, outputs: Object.keys(outputs).length }))`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: app.folder,
      encoding: 'utf8',
      env: { ORT_DISABLE_TELEMETRY: '1' },
    })
    const { outcome, pictures, outputs } = JSON.parse(stdout || `"${stderr}"`)
    assert.deepEqual({ outcome, pictures }, { outcome: 'complete', pictures: 3 })
    assert.ok(outputs > 0)
  })
})

/** Parts of node-av that `node-av/lib`, the only one that is asked for, does not load: they are reached by the package's own index alone. */
const neverLoaded = /^node_modules\/node-av\/dist\/(api|webrtc|ffmpeg)\//
