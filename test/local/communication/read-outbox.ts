/** What the outbox lists, newest first. */
export async function readOutbox(url: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${url}/outbox`)
  return ((await response.json()) as { messages: Record<string, unknown>[] }).messages
}
