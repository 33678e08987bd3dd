import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type RunningIotHub, startIotHub } from '../../local/iot-hub/start.ts'
import { type LineCamera, startLineCamera } from '../../local/line/camera.ts'
import { HealthMessage, IncidentMessage } from '../../shared/domain/messages.ts'
import { openRegistry, readEvents } from '../local/iot-hub/clients.ts'
import { type LogLine, type ModuleProcess, startModuleProcess } from './module-process.ts'
import { writeColourModel } from './support/colour-model.ts'

const root = mkdtempSync(join(tmpdir(), 'edge-health-'))
const device = 'press-8'
let hub: RunningIotHub
let camera: LineCamera
let module: ModuleProcess

before(async () => {
  writeColourModel(join(root, 'model'))
  hub = await startIotHub()
  camera = await startLineCamera({ seed: 4, framesPerSecond: 5, clockAheadSeconds: 7200 })
})
after(async () => {
  module.child.kill('SIGKILL')
  await Promise.all([module.exited, camera.close(), hub.close()])
  rmSync(root, { recursive: true })
})

const soon = { holdSeconds: 1, clearSeconds: 1 }
const monitors = { lost: { level: 1, ...soon }, black: soon, clock: soon, frozen: { enabled: false } }

async function start(): Promise<void> {
  const { modules } = await hub.ensureDevice(device, { modules: ['vision'] })
  module = startModuleProcess({
    EdgeHubConnectionString: modules['vision']!,
    EdgeModuleCACertificateFile: hub.certificateFile,
    IOTEDGE_DEVICEID: device,
    IOTEDGE_MODULEGENERATIONID: 'first',
    DATA_FOLDER: join(root, 'data'),
    MODEL_FOLDER: join(root, 'model'),
    VIDEO_FOLDER: root,
    SCORING_PORT: '0',
  })
}

async function told(event: string, rule: string): Promise<LogLine> {
  for (;;) {
    const line = module.lines.find((one) => one.event === event && one['rule'] === rule)
    if (line !== undefined) return line
    await once(module.child.stdout!, 'data')
  }
}

/** Asks the camera as `local/disturb` does. */
async function disturb(what: object): Promise<string> {
  const socket = connect(Number(new URL(camera.url).port), '127.0.0.1')
  const body = JSON.stringify(what)
  socket.write(`SET_PARAMETER ${camera.url} RTSP/1.0\r\nCSeq: 1\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  const [answer] = await once(socket, 'data')
  socket.destroy()
  return String(answer)
}

test('a wrong clock, a black picture, a lost stream and its return are told through the hub, once each, over a restart of the module', async () => {
  await start()
  const settings = { source: camera.url, framesPerSecond: 5, recording: 'off', monitors }
  const desired = { schema: 1, cameras: { gate: settings }, rules: {}, telemetry: { healthSeconds: 1 } }
  await openRegistry(hub).updateModuleTwin(device, 'vision', { properties: { desired } }, '*')
  const clock = await told('incident-opened', 'camera-clock')

  assert.match(await disturb({ lens: { blurPixels: 99 } }), /^RTSP\/1.0 451.*blurPixels/s)
  assert.match(await disturb({ black: {} }), /^RTSP\/1.0 200/)
  await told('incident-opened', 'camera-black')
  await disturb({})
  await told('incident-closed', 'camera-black')

  module.child.kill('SIGTERM')
  assert.equal(await module.exited, 0)
  await start()
  const again = await told('incident-opened', 'camera-clock')
  assert.equal(again['incident'], clock['incident'])

  const port = Number(new URL(camera.url).port)
  await camera.close()
  const lost = await told('incident-opened', 'camera-lost')
  camera = await startLineCamera({ seed: 4, port, framesPerSecond: 5 })
  const found = await told('incident-closed', 'camera-lost')
  assert.equal(found['incident'], lost['incident'])
  await told('incident-closed', 'camera-clock')

  const health: HealthMessage[] = []
  const incidents: IncidentMessage[] = []
  for (let count = 50; !incidents.some(({ rule, phase }) => rule === 'camera-clock' && phase === 'closed'); count += 20) {
    const events = await readEvents(hub, { count })
    const of = (type: string) => events.filter(({ properties }) => properties?.['type'] === type).map(({ text }) => JSON.parse(text))
    health.splice(0, health.length, ...of('health').map((one) => HealthMessage.parse(one)))
    incidents.splice(0, incidents.length, ...of('incident').map((one) => IncidentMessage.parse(one)))
  }
  assert.ok(incidents.every(({ kind, evidence, model }) => kind === 'camera' && evidence !== undefined && model.name === 'camera-health'))
  // On a busy machine pictures may stay away for a second more than once.
  const idsOf = (kind: string) => new Set(incidents.filter(({ label }) => label === kind).map(({ incident }) => incident))
  assert.deepEqual([idsOf('clock').size, idsOf('black').size, idsOf('lost').size > 0], [1, 1, true])
  const { evidence } = incidents.find(({ label }) => label === 'clock')!
  assert.ok(evidence!.measured > 7100 && evidence!.measured < 7300 && evidence!.level === 60)

  const ofGate = health.flatMap(({ cameras }) => cameras)
  const pictures = ofGate.flatMap(({ picture }) => picture ?? [])
  assert.ok(pictures.some(({ brightness, sharpness }) => brightness > 0.3 && sharpness > 100))
  assert.ok(ofGate.some(({ troubles }) => troubles?.some(({ kind }) => kind === 'black')))
  assert.ok(ofGate.every(({ isLearning }) => isLearning))
  assert.ok(readdirSync(join(root, 'data', 'cameras', 'gate')).includes('monitor.json'), 'what was learned is on disk')
})
