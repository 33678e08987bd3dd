import type { ReceivedEvent } from '../domain/received-event.ts'

/** An event as one line of JSON. The body is kept as base64: what came may be anything, and every byte of it counts. */
export function lineOf({ body, device, enqueuedAt, properties }: ReceivedEvent): string {
  return `${JSON.stringify({ enqueuedAt, device, properties, body: Buffer.from(body).toString('base64') })}\n`
}

export function eventOf(line: string): ReceivedEvent {
  const { enqueuedAt, device, properties, body } = JSON.parse(line)
  return { enqueuedAt, device, properties, body: Buffer.from(body, 'base64') }
}

export function eventsOf(lines: string): ReceivedEvent[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map(eventOf)
}
