// The local IoT Hub against bare aedes (which knows nobody and keeps nothing) and against a broker that only parses.
// Broker and devices are processes of their own; 1,000 devices over TLS on loopback, QoS 1, 500 bytes a message.

import { median } from '../../shared/domain/median.ts'
import type { BrokerKind } from '../iot-hub/broker.ts'
import type { Measured } from '../iot-hub/measure.ts'
import { report } from '../report.ts'

const deviceCount = 1000
const rounds = 2

const role = process.argv[2]
if (role === 'broker') await (await import('../iot-hub/broker.ts')).runBroker(process.argv[3] as BrokerKind, deviceCount)
else if (role === 'devices') (await import('../iot-hub/devices.ts')).runDevices()
else await compare()

async function compare(): Promise<void> {
  const { measure } = await import('../iot-hub/measure.ts')
  const runs: Record<BrokerKind, Measured[]> = { parser: [], aedes: [], hub: [] }
  for (let round = 0; round < rounds; round++)
    for (const kind of ['aedes', 'hub', 'parser'] as const) runs[kind].push(await measure(kind, deviceCount))
  const of = (kind: BrokerKind, field: keyof Measured) => median(runs[kind].map((run) => run[field]))

  const against = (peer: BrokerKind, peerName: string, field: keyof Measured) => ({
    peer: peerName,
    peerValue: of(peer, field),
    ourValue: of('hub', field),
  })
  const bare = 'bare aedes'
  report({
    what: 'messages a second and core',
    ...against('aedes', bare, 'messagesPerCoreSecond'),
    unit: 'msg/s',
    better: 'higher',
    goal: 0.7,
  })
  report({
    what: 'messages a second and core',
    ...against('parser', 'a broker that only parses', 'messagesPerCoreSecond'),
    unit: 'msg/s',
    better: 'higher',
    goal: 0.5,
  })
  report({
    what: 'p99 from publish to acknowledgement at 300 msg/s',
    ...against('aedes', bare, 'p99Ms'),
    unit: 'ms',
    better: 'lower',
    goal: 0.5,
    note: 'the hub has synced the message to the disk by then, bare aedes keeps nothing',
  })
  report({ what: 'devices connected a second', ...against('aedes', bare, 'connectsPerSecond'), unit: '/s', better: 'higher', goal: 0.8 })
  report({
    what: 'memory a connection',
    peer: 'limit',
    peerValue: 150,
    ourValue: of('hub', 'kilobytesPerConnection'),
    unit: 'KB',
    better: 'lower',
    goal: 1,
    note: `bare aedes ${of('aedes', 'kilobytesPerConnection').toFixed(0)} KB`,
  })
}
