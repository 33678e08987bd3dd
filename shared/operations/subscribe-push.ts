import { Fault } from '../domain/faults.ts'
import type { Principal } from '../domain/person.ts'
import { maxPushSubscriptions, type PushSubscription, type PushTarget, pushSubscriptionId } from '../domain/push.ts'
import type { Ports } from '../ports.ts'

type PushPorts = Pick<Ports, 'webPush' | 'pushSubscriptions'>

export interface PushState {
  /** Without it this app sends nothing to browsers. */
  readonly publicKey: string | undefined
  /** From which severity on this very browser is told; undefined = not at all. */
  readonly leastSeverity: PushSubscription['leastSeverity'] | undefined
}

export async function readPush(
  { webPush, pushSubscriptions }: PushPorts,
  person: Principal,
  browser: string | undefined,
): Promise<PushState> {
  if (webPush === undefined) return { publicKey: undefined, leastSeverity: undefined }
  const own = browser === undefined ? [] : await pushSubscriptions.list()
  const found = own.find((one) => one.person === person.id && one.id === browser)
  return { publicKey: webPush.publicKey, leastSeverity: found?.leastSeverity }
}

/**
 * From now on the browser is told. One that another person had used before tells them no longer.
 *
 * @throws Fault `not-found` where nothing is sent to browsers, `input-invalid` for an address that is no push service's, and for too many
 */
export async function subscribePush(
  { webPush, pushSubscriptions }: PushPorts,
  person: Principal,
  { leastSeverity, ...target }: PushTarget & Pick<PushSubscription, 'leastSeverity'>,
): Promise<PushState> {
  if (webPush === undefined) throw new Fault('not-found')
  if (!webPush.accepts(target.endpoint)) throw new Fault('input-invalid', 'body.endpoint: must be of a known push service.')
  const id = pushSubscriptionId(target.endpoint)
  const others = (await pushSubscriptions.list()).filter((one) => one.id !== id || one.person !== person.id)
  if (others.filter((one) => one.person === person.id).length >= maxPushSubscriptions)
    throw new Fault('input-invalid', `At most ${maxPushSubscriptions} browsers of a person are told; switch it off in another one.`)
  await pushSubscriptions.save({ ...target, id, person: person.id, roles: [...person.roles], leastSeverity })
  await Promise.all(others.filter((one) => one.id === id).map(pushSubscriptions.remove))
  return { publicKey: webPush.publicKey, leastSeverity }
}

/** One's own alone; one that is not there is gone already. */
export async function unsubscribePush({ pushSubscriptions }: PushPorts, person: Principal, browser: string): Promise<void> {
  await pushSubscriptions.remove({ id: browser, person: person.id })
}
