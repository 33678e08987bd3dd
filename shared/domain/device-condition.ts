import { z } from 'zod'
import { Device } from './fleet.ts'
import { Id, Instant } from './ids.ts'
import { HealthMessage, ModelReference } from './messages.ts'

/** A device as it is now: what the hub knows of it, and what it last said of itself. */
export const DeviceCondition = z.object({
  ...Device.shape,
  /** Undefined where IoT Hub does not answer. */
  isConnected: z.boolean().optional(),
  /** Ring of the rollout that is under way, or the one that people want it in. */
  ring: Id.optional(),
  release: Id.optional(),
  model: ModelReference.optional(),
  /** Of the module, by the runtime: `running`, `backoff` … */
  runtimeStatus: z.string().optional(),
  restartCount: z.number().optional(),
  /** A model that it did not take, and why. */
  refused: z.string().optional(),
  settings: z.object({ status: z.enum(['applied', 'refused', 'pending']), problem: z.string().optional() }),
  health: z.object({ receivedAt: Instant, clockSkewMs: z.number().optional(), message: HealthMessage }).optional(),
})
export type DeviceCondition = z.infer<typeof DeviceCondition>
