// Runs the local IoT Hub as a process of its own. Prints one JSON line with the connection facts when it is ready.
//   node local/iot-hub/main.ts [--folder DIR] [--port N] [--amqp-port N] [--storage CONNECTION_STRING --container NAME]
//                              [--partitions N] [--retention-hours N] [--notices] [--device ID …]
import { fstatSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type IotHubOptions, startIotHub } from './start.ts'

const { values: flags } = parseArgs({
  options: {
    folder: { type: 'string' },
    port: { type: 'string' },
    'amqp-port': { type: 'string' },
    storage: { type: 'string' },
    container: { type: 'string', default: 'uploads' },
    partitions: { type: 'string' },
    'retention-hours': { type: 'string' },
    notices: { type: 'boolean', default: false },
    device: { type: 'string', multiple: true, default: [] },
  },
})

function numberFlag(name: 'port' | 'amqp-port' | 'partitions' | 'retention-hours'): number | undefined {
  const text = flags[name]
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number, not '${text}'.`)
  return Number(text)
}

const notices = { twinChanges: flags.notices, lifecycle: flags.notices, connectionState: flags.notices }
const options: { -readonly [key in keyof IotHubOptions]?: IotHubOptions[key] | undefined } = {
  folder: flags.folder,
  port: numberFlag('port'),
  amqpPort: numberFlag('amqp-port'),
  partitionCount: numberFlag('partitions'),
  retentionHours: numberFlag('retention-hours'),
  uploadStorage: flags.storage === undefined ? undefined : { connectionString: flags.storage, container: flags.container },
  notices,
  log: (line) => console.error(line),
}
const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as IotHubOptions

// Before the hub starts, so that a stop asked for meanwhile is not lost.
let stopAsked: () => void = () => {}
const stopped = new Promise<void>((resolve) => {
  stopAsked = resolve
})
process.once('SIGTERM', stopAsked)
process.once('SIGINT', stopAsked)
// Whoever started the hub holds the other end: when that goes, so does the hub.
process.once('disconnect', stopAsked)
const stdin = fstatSync(0)
if (stdin.isFIFO() || stdin.isSocket()) process.stdin.once('end', stopAsked).once('error', stopAsked).resume()

const hub = await startIotHub(given)
const devices: Record<string, string> = {}
for (const id of flags.device) devices[id] = (await hub.ensureDevice(id)).connectionString
const { hostName, serviceConnectionString, eventsConnectionString, eventHubName, certificateFile } = hub
console.log(JSON.stringify({ hostName, serviceConnectionString, eventsConnectionString, eventHubName, certificateFile, devices }))

await stopped
await hub.close()
process.exit(0)
