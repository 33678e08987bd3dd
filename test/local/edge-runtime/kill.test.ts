import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { isAlive } from '../../../local/edge-runtime/is-alive.ts'
import { agentOptions, deployBase, deployLayer, moduleOf, openPlant, type Plant, runAgent, runAgentProcess } from './device.ts'
import { moduleLayer, pushImage } from './push-image.ts'

const device = 'edge-1'
const says = (version: string) => [moduleLayer(version, 'console.log("process " + process.pid)')]

async function withPlant(use: (plant: Plant) => Promise<void>): Promise<void> {
  const plant = await openPlant()
  try {
    await use(plant)
  } finally {
    await plant.close()
  }
}

/** A registry that hands out everything but stops in the middle of blobs. */
async function halfRegistry(url: string): Promise<{ server: Server; reached: Promise<void> }> {
  const half = Promise.withResolvers<void>()
  const server = createServer(async (request, response) => {
    const answer = await fetch(new URL(request.url ?? '/', url), { headers: { accept: request.headers.accept ?? '*/*' } })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const isLayer = request.url?.includes('/blobs/') && bytes[0] !== 0x7b
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '', 'content-length': bytes.length })
    if (!isLayer) return response.end(bytes)
    response.write(bytes.subarray(0, bytes.length / 2), () => half.resolve())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, reached: half.promise }
}

test('a runtime that is killed in the middle of a pull leaves the old image in force: the next one starts it without hub or registry', () =>
  withPlant(async (plant) => {
    const one = await pushImage(plant.registry.url, { layers: [says('one')] })
    const two = await pushImage(plant.registry.url, { layers: [says('two')] })
    const { server, reached } = await halfRegistry(plant.registry.url)
    await deployBase(plant, moduleOf(one))
    const first = await runAgentProcess(plant, device)
    await first.until(() => first.lines.some((line) => /^process/.test(line)))
    const pid = Number(/\d+/.exec(first.lines.find((line) => /^process/.test(line)) ?? '')?.[0])
    const throughHalf = two.replace(/^[^/]+/, `127.0.0.1:${(server.address() as AddressInfo).port}`)
    await deployLayer(plant, 'release-2', 10, moduleOf(throughHalf))
    await reached
    first.child.kill('SIGKILL')
    await first.ended
    server.close()
    server.closeAllConnections()

    const agent = `HostName=localhost:1;DeviceId=${device};ModuleId=$edgeAgent;SharedAccessKey=a2V5`
    const { agent: second, ...told } = await runAgent({ ...(await agentOptions(plant, device)), agent })
    try {
      await told.until(() => told.lines.includes('one is up'))
      assert.equal(isAlive(pid), false)
      await told.until(() => told.events.some((event) => event.event === 'deployment' && event.code === 500))
      assert.equal(second.modules['sightloop']?.runtimeStatus, 'running')
    } finally {
      await second.close()
    }
  }))

test('a runtime that is killed between the old module and the new one starts the new one', () =>
  withPlant(async (plant) => {
    const staysLong = 'let asked = 0; process.on("SIGTERM", () => (++asked === 1 ? console.log("one is asked to go") : process.exit()))'
    const one = await pushImage(plant.registry.url, { layers: [[moduleLayer('one', staysLong)]] })
    const two = await pushImage(plant.registry.url, { layers: [says('two')] })
    await deployBase(plant, moduleOf(one))
    const first = await runAgentProcess(plant, device)
    await first.until(() => first.lines.includes('one is up'))
    await deployLayer(plant, 'release-2', 10, moduleOf(two))
    await first.until(() => first.lines.includes('one is asked to go'))
    first.child.kill('SIGKILL')
    const { agent, ...told } = await runAgent(await agentOptions(plant, device))
    try {
      await told.until(() => told.lines.includes('two is up'))
      assert.equal(told.lines.includes('one is up'), false)
      await first.ended
    } finally {
      await agent.close()
    }
  }))

test('an image that is there is started by the next runtime though hub and registry are gone', async () => {
  const plant = await openPlant()
  const one = await pushImage(plant.registry.url, { layers: [says('one')] })
  await deployBase(plant, moduleOf(one))
  const options = await agentOptions(plant, device)
  const first = await runAgent(options)
  await first.until(() => first.lines.includes('one is up'))
  await first.agent.close()
  await Promise.all([plant.hub.close(), plant.registry.close()])
  const second = await runAgent({ ...options, caFile: join(plant.folder, 'gone.pem') })
  await second.until(() => second.lines.includes('one is up'))
  await second.agent.close()
  rmSync(plant.folder, { recursive: true })
})

test('modules end when whoever started the runtime is killed', () =>
  withPlant(async (plant) => {
    await deployBase(plant, moduleOf(await pushImage(plant.registry.url, { layers: [says('one')] })))
    const runtime = fileURLToPath(new URL('../../../local/edge-runtime/main.ts', import.meta.url))
    // The error output is the test's own pipe, so that it lasts exactly as long as anybody of the family lives.
    const code = `import { spawn } from 'node:child_process'
     const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ${JSON.stringify(runtime)}], { stdio: ['pipe', 'ignore', 'inherit'], detached: true })
     child.stdin.write(${JSON.stringify(`${JSON.stringify(await agentOptions(plant, device))}\n`)})
     setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'ignore', 'pipe'] })
    const family = createInterface(child.stderr)
    const pid = await new Promise<number>((resolve) =>
      family.on('line', (line) => line.startsWith('process ') && resolve(Number(line.slice('process '.length)))),
    )
    const everybodyGone = once(family, 'close')
    child.kill('SIGKILL')
    await everybodyGone
    assert.equal(isAlive(pid), false)
  }))
