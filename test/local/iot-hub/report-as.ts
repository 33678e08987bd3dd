import type { RunningIotHub } from '../../../local/iot-hub/start.ts'
import { openRaw, tokenOf } from './clients.ts'

/** Reports properties as a module would, and waits for the hub's answer. */
export async function reportAs(hub: RunningIotHub, device: string, module: string, reported: object): Promise<void> {
  const { modules } = await hub.ensureDevice(device, { modules: [module] })
  const client = await openRaw(hub, `${device}/${module}`, tokenOf(modules[module] ?? ''))
  await client.subscribeAsync('$iothub/twin/res/#')
  const answered = new Promise<string>((resolve) => client.once('message', (topic) => resolve(topic)))
  client.publish('$iothub/twin/PATCH/properties/reported/?$rid=1', JSON.stringify(reported))
  const topic = await answered
  await client.endAsync()
  if (!topic.startsWith('$iothub/twin/res/204/')) throw new Error(`the report was refused: ${topic}`)
}
