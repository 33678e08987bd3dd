import type { PushDelivery, PushSubscription, PushTarget } from '../domain/push.ts'
import type { SendResult } from './alerts.ts'

/** Browsers that want to be told. */
export interface PushSubscriptionStore {
  list(): Promise<readonly PushSubscription[]>
  save(subscription: PushSubscription): Promise<void>
  remove(subscription: Pick<PushSubscription, 'id' | 'person'>): Promise<void>
}

/** Messages to browsers. */
export interface WebPush {
  /** What browsers know us by: P-256, 65 bytes in base64url. */
  readonly publicKey: string
  /** Whether the address is one of a push service that we send to. */
  accepts(endpoint: string): boolean
  /** One call. Whoever reads along on the way sees neither the payload nor whose it is. `gone`: there is no such browser any more. */
  send(
    target: PushTarget,
    payload: string,
    delivery: PushDelivery,
  ): Promise<SendResult | { readonly outcome: 'gone'; readonly reason: string }>
}
