interface OutboxMessage {
  readonly id: string
  readonly kind: 'sms' | 'email'
  readonly to: string | readonly { readonly address: string }[]
  readonly message?: string
  readonly subject?: string
}

/** Tells each SMS and e-mail that Communication Services takes, one line each, until the signal stops it. */
export async function watchOutbox(url: string, signal: AbortSignal, onEvent: (line: string) => void): Promise<void> {
  const seen = new Set<string>()
  const read = async () => {
    const { messages } = (await (await fetch(`${url}/outbox`, { signal })).json()) as { messages: readonly OutboxMessage[] }
    const fresh = messages.filter(({ id }) => !seen.has(id)).reverse()
    for (const { id } of fresh) seen.add(id)
    return fresh
  }
  try {
    const events = await fetch(`${url}/outbox/events`, { signal })
    await read()
    for await (const _ of events.body!) for (const message of await read()) onEvent(describe(message))
  } catch (error) {
    if (!signal.aborted) onEvent(`the outbox can no longer be watched: ${error instanceof Error ? error.message : error}`)
  }
}

function describe(message: OutboxMessage): string {
  const to = typeof message.to === 'string' ? message.to : message.to.map(({ address }) => address).join(', ')
  const text = (message.kind === 'sms' ? message.message : message.subject) ?? ''
  return `${message.kind === 'sms' ? 'SMS' : 'e-mail'} to ${to}: ${text.replace(/\s+/g, ' ').slice(0, 90)}`
}
