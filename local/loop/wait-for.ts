import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again and again until there is an answer. @throws Error that says what did not come */
export async function waitFor<Answer>(what: string, minutes: number, ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const begin = performance.now()
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() - begin > minutes * 60_000) throw new Error(`Waited ${minutes} minutes for ${what}.`)
    await sleep(1000)
  }
}
