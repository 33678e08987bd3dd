import type { TimerHandler } from '@azure/functions'
import { retainVideo } from '../../shared/operations/retain-video.ts'
import type { Ports } from '../../shared/ports.ts'

/** Every hour: removes raw video that the policy lets go and clips of yesterday, and finishes what holds began. */
export function serveRetainRawVideo(ports: Ports): TimerHandler {
  return async (_, context) => {
    const { removed, bytes, held, clips } = await retainVideo(ports)
    if (removed + clips > 0) context.log(`${removed} raw videos (${bytes} bytes) and ${clips} clips removed, ${held} kept by a hold`)
  }
}
