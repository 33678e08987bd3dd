import type { RegisteredFunction } from '../app/function-registry.ts'
import { jsonBindingValues, valuesOf, withPayload } from '../bindings/binding-values.ts'
import { readText } from '../http/http-input.ts'
import type { TriggerCall, TriggerType, Webhook } from '../invocation/binding-types.ts'
import type { HostContext } from '../invocation/host-context.ts'

/** Woken by the webhook below; there is nothing to listen to. */
export const eventGridTrigger: TriggerType = {
  listen: async () => ({ stop: async () => {} }),
  callByHand: (_, input) => eventCall(JSON.parse(input)),
}

/**
 * `POST /runtime/webhooks/eventgrid?functionName=NAME`, as Event Grid calls it: a new subscription is validated by giving
 * back its code, a notification is a list of events. Any failed function is a 500, so that Event Grid delivers again.
 */
export const answerEventGrid: Webhook = async (request, response, host) => {
  const answer = (status: number, content?: object) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(content === undefined ? '' : JSON.stringify(content))
  }
  const name = new URLSearchParams(request.url?.split('?')[1]).get('functionName')?.toLowerCase()
  const fn = [...host.registry.functions.values()].find((each) => each.name.toLowerCase() === name)
  if (fn?.trigger.type.toLowerCase() !== 'eventgridtrigger') return answer(404, { error: `There is no Event Grid function "${name}".` })
  const events = parseEvents(await readText(request))
  if (events === undefined) return answer(400, { error: 'The body must be an event or a list of events.' })

  const type = String(request.headers['aeg-event-type'] ?? 'Notification').toLowerCase()
  if (type === 'subscriptionvalidation')
    return answer(200, { validationResponse: (events[0]?.['data'] as EventContent | undefined)?.['validationCode'] })
  if (type === 'unsubscribe') return answer(202)
  const outcomes = await Promise.all(callsFor(fn, events).map((call) => invokeEvent(fn, call, host)))
  answer(outcomes.every(Boolean) ? 202 : 500)
}

type EventContent = Record<string, unknown>

function parseEvents(text: string): EventContent[] | undefined {
  try {
    const content = JSON.parse(text) as unknown
    const events = Array.isArray(content) ? content : [content]
    return events.every((event) => typeof event === 'object' && event !== null) ? events : undefined
  } catch {
    return undefined
  }
}

/** One call an event; with cardinality `many` one for all. */
function callsFor(fn: RegisteredFunction, events: EventContent[]): TriggerCall[] {
  const isMany = String(fn.trigger['cardinality'] ?? 'one').toLowerCase() === 'many'
  return isMany ? [{ data: { json: JSON.stringify(events) }, metadata: {}, bindingValues: {} }] : events.map(eventCall)
}

function eventCall(event: EventContent): TriggerCall {
  const text = JSON.stringify(event)
  const metadata = withPayload({}, jsonBindingValues(text))
  return { data: { json: text }, metadata, bindingValues: valuesOf(metadata) }
}

async function invokeEvent(fn: RegisteredFunction, call: TriggerCall, host: HostContext): Promise<boolean> {
  return (await host.invoke(fn, call, 'EventGrid trigger fired.')).isSuccess
}
