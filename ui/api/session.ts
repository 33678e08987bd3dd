/** Who is signed in, as far as the calls know: `ended` = calls wait, `other` = somebody else has signed in meanwhile. */
export type Session = { readonly state: 'there' } | { readonly state: 'ended' } | { readonly state: 'other'; readonly name: string }

let session: Session = { state: 'there' }
let person: string | undefined
const waiting = new Set<() => void>()
const listeners = new Set<() => void>()

function change(next: Session): void {
  session = next
  for (const listener of listeners) listener()
}

/** For `useSyncExternalStore`. */
export const sessionStore = {
  listen: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: () => session,
}

/** From now on a 401 is the end of a session in the middle of work, not a visitor without one. */
export function rememberPerson(id: string): void {
  person = id
}

export function hasPerson(): boolean {
  return person !== undefined
}

/**
 * Waits until the same person is signed in again, in whatever tab: what was typed stays where it is, and the call that
 * could not be made goes on by itself.
 */
export function untilSignedIn(signal: AbortSignal | undefined): Promise<void> {
  if (session.state === 'there') change({ state: 'ended' })
  return new Promise((resolve, reject) => {
    const goOn = () => {
      signal?.removeEventListener('abort', giveUp)
      resolve()
    }
    const giveUp = () => {
      waiting.delete(goOn)
      reject(signal?.reason)
    }
    waiting.add(goOn)
    signal?.addEventListener('abort', giveUp, { once: true })
  })
}

/** Looks whether somebody is signed in again. Nothing that one person began is sent in the name of another. */
export async function lookForSession(): Promise<void> {
  if (session.state === 'there') return
  const now = await whoIsSignedIn()
  if (now === undefined) return
  const { id, name } = now
  if (id !== person) return change({ state: 'other', name })
  change({ state: 'there' })
  const calls = [...waiting]
  waiting.clear()
  for (const goOn of calls) goOn()
}

/** Who the platform says is there, without waiting for anybody; undefined = nobody, or no answer. */
export async function whoIsSignedIn(): Promise<{ readonly id: string; readonly name: string } | undefined> {
  const response = await fetch('/api/me', { redirect: 'manual' }).catch(() => undefined)
  return response?.ok === true ? response.json() : undefined
}
