import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { call } from '../../../api/call.ts'
import { framePicture } from './frame-picture.ts'
import type { Outbox } from './outbox.ts'
import { createSession, type LabelingSession, type SessionState, type Wish } from './session.ts'
import type { Task } from './task.ts'
import { useDrafts } from './use-drafts.ts'
import { useOutbox } from './use-outbox.ts'

/** How often what could not be sent or had is tried again, and how long a person counts as working after a key or a touch. */
const tickMs = 5_000
/** Where nothing waits, so many of these pass before it is asked for again. */
const dryTicks = 4
const workingMs = 3 * 60_000

/** A sitting as long as the screen is open. */
export function useSession(
  wish: Wish,
  onLost: (tasks: readonly Task[]) => void,
): { session: LabelingSession; state: SessionState } | undefined {
  const client = useQueryClient()
  const outbox = useOutbox()
  const drafts = useDrafts()
  const [session, setSession] = useState<LabelingSession>()
  const lost = useRef(onLost)
  lost.current = onLost
  const { site, camera, group, label } = wish
  useEffect(() => {
    const made = createSession({
      ...{ call, outbox, wish: { site, camera, group, label }, now: () => Date.now() },
      onTask: ({ frame }) => void client.prefetchQuery(framePicture(frame)),
    })
    setSession(made)
    const start = async () => {
      await outbox.flush()
      const lostMeanwhile = await made.resume(drafts.list().map(({ task }) => task))
      if (lostMeanwhile.length > 0) lost.current(lostMeanwhile)
      await made.fill()
    }
    void start()
    const stop = keepGoing(made, outbox, (tasks) => lost.current(tasks))
    return () => {
      stop()
      made.stop(({ id }) => drafts.find(id) !== undefined)
    }
  }, [client, outbox, drafts, site, camera, group, label])
  const [subscribe, read] = useMemo(() => [session?.subscribe ?? (() => () => {}), () => session?.state()] as const, [session])
  const state = useSyncExternalStore(subscribe, read)
  return session && state && { session, state }
}

function keepGoing(session: LabelingSession, outbox: Outbox, onLost: (tasks: readonly Task[]) => void): () => void {
  let workedAt = Date.now()
  let isRenewing = false
  let ticks = 0
  const onWork = () => {
    workedAt = Date.now()
  }
  const tick = async () => {
    const { isDry, problem } = session.state()
    void outbox.flush()
    ticks += 1
    if (problem !== undefined || (isDry && ticks % dryTicks === 0)) void session.fill()
    if (isRenewing || Date.now() - workedAt > workingMs) return
    isRenewing = true
    const lost = await session.renew()
    isRenewing = false
    if (lost.length > 0) onLost(lost)
  }
  const timer = setInterval(tick, tickMs)
  window.addEventListener('keydown', onWork)
  window.addEventListener('pointerdown', onWork)
  window.addEventListener('online', tick)
  return () => {
    clearInterval(timer)
    window.removeEventListener('keydown', onWork)
    window.removeEventListener('pointerdown', onWork)
    window.removeEventListener('online', tick)
  }
}
