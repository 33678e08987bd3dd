import { capped } from '../domain/camera-cap.ts'
import { edgeSettingsOf } from '../domain/fleet.ts'
import type { Id } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'

const mostRounds = 5

/**
 * Sends a device what it should do, as the tables have it now. Somebody else may change them meanwhile and be overtaken by
 * what was read before: so they are read again afterwards, and sent again where they say something else by now.
 */
export async function pushDeviceSettings({ fleet, twins }: Pick<Ports, 'fleet' | 'twins'>, site: Id, device: Id): Promise<void> {
  const read = async () => {
    const [cameras, rules, caps] = await Promise.all([fleet.cameras(site), fleet.rules(site), fleet.caps(site)])
    const limited = cameras.map((camera) => capped(camera, caps))
    return edgeSettingsOf(device, limited, rules)
  }
  let sent = await read()
  for (let round = 0; round < mostRounds; round++) {
    await twins.push(device, sent)
    const now = await read()
    if (JSON.stringify(now) === JSON.stringify(sent)) return
    sent = now
  }
}
