import { HubError } from '../hub-error.ts'
import { difference, type Registry, type RegistryChange } from '../identity/registry.ts'
import { deviceView, reportTwin } from '../identity/twin.ts'
import { deliver, type Session, type Sessions } from './sessions.ts'
import { desiredFilter, desiredTopic, twinResponseTopic } from './topics.ts'

/** Answers a device that asks for its twin. */
export function answerTwin(session: Session, requestId: string): void {
  deliver(session, twinResponseTopic(200, requestId), JSON.stringify(deviceView(session.entry.twin)))
}

/** Takes what a device reports; the answer goes out when it is on disk. */
export async function takeReport(registry: Registry, session: Session, requestId: string, payload: Buffer): Promise<void> {
  try {
    const patch = parsePatch(payload)
    const { twin } = await registry.changeTwin(session.entry.address, undefined, (current, now) => reportTwin(current, patch, now))
    deliver(session, twinResponseTopic(204, requestId, twin.reported.version), '')
  } catch (error) {
    const { status, number } = error instanceof HubError ? error : { status: 500, number: 500_001 }
    // The SDK takes a reply for a failure only when its body has errorCode and message.
    const body = { errorCode: number, trackingId: '', message: (error as Error).message, timestampUtc: new Date().toISOString() }
    deliver(session, twinResponseTopic(status, requestId), JSON.stringify(body))
  }
}

/** Tells a connected device what changed in its desired properties; one that is away reads the whole twin when it is back. */
export function pushDesired(sessions: Sessions, change: RegistryChange): void {
  if (change.kind !== 'twin') return
  const { entry, before, after } = change
  const { values, version } = after.desired
  const session = sessions.live(entry.address)
  if (version === before.desired.version || !session?.filters.has(desiredFilter)) return
  const patch = { ...difference(before.desired.values, values), $version: version }
  deliver(session, desiredTopic(version), JSON.stringify(patch))
}

function parsePatch(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString())
  } catch {
    throw new HubError('ArgumentInvalid', 'The reported properties are no JSON.')
  }
}
