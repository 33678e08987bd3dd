import { ApiProblem } from '../../../api/api-problem.ts'
import type { call as callApi, Input } from '../../../api/call.ts'
import type { Outbox } from './outbox.ts'
import type { Objects, Task, TaskAnswer } from './task.ts'

export interface TaskInHand {
  readonly task: Task
  /** What the labeler had said of it, where it was taken back to be corrected. */
  readonly before?: Objects | undefined
  /** By this clock; the claim is good for ten minutes. */
  readonly claimedUntilMs: number
}

export interface SessionState {
  /** The first one is being labelled, the others are loaded ahead. */
  readonly hand: readonly TaskInHand[]
  /** Nothing waits; asked again now and then. */
  readonly isDry: boolean
  /** Why the next task could not be had. */
  readonly problem: unknown
  readonly answered: readonly TaskAnswer[]
  readonly skipped: number
}

export type Wish = Omit<Input<'claimNextTask'>['body'], 'except'>

export interface SessionParts {
  readonly call: typeof callApi
  readonly outbox: Outbox
  readonly wish: Wish
  /** Milliseconds since 1970. */
  now(): number
  /** Another task is at hand: its picture can be loaded. */
  onTask(task: Task): void
}

const claimMs = 10 * 60_000
/** Claims that end sooner are renewed while somebody works. */
const renewMs = 5 * 60_000
/** So many tasks are claimed at once: enough that the next picture is there, few enough that others have work. */
const ahead = 3
/** More names than that the API does not take; the oldest are those that matter least. */
const maxExcept = 50

export type LabelingSession = ReturnType<typeof createSession>

/** One sitting of a labeler: tasks are claimed ahead, answers go through the outbox, the last one can be taken back. */
export function createSession({ call, outbox, wish, now, onTask }: SessionParts) {
  let state: SessionState = { hand: [], isDry: false, problem: undefined, answered: [], skipped: 0 }
  const listeners = new Set<() => void>()
  /** Given away in this sitting, or about to be: not to be claimed again. */
  const left = new Set<string>()
  let isOver = false
  let filling: Promise<void> | undefined
  let isTakingBack = false

  const set = (change: Partial<SessionState>) => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const inHand = (task: Task, before?: Objects): TaskInHand => ({ task, before, claimedUntilMs: now() + claimMs })

  const claimAhead = async () => {
    while (!isOver && state.hand.length < ahead) {
      const own = [...outbox.waiting.list(), ...state.hand].map(({ task }) => task.id)
      try {
        const { task } = await call('claimNextTask', { body: { ...wish, except: [...left, ...own].slice(-maxExcept) } })
        if (task === undefined) return set({ isDry: true, problem: undefined })
        if (isOver) return leave('releaseTask', task)
        // An answer may have been taken back while this was asked for.
        if (state.hand.some((one) => one.task.id === task.id)) continue
        onTask(task)
        set({ hand: [...state.hand, inHand(task)], isDry: false, problem: undefined })
      } catch (problem) {
        return set({ problem })
      }
    }
  }
  const fill = () => {
    filling ??= claimAhead().finally(() => {
      filling = undefined
    })
    return filling
  }
  const goOn = (change: Partial<SessionState>) => {
    set({ ...change, hand: state.hand.slice(1) })
    void fill()
  }
  /** Gives a task away in the background. If that fails, the claim runs out by itself. */
  const leave = (way: 'skipTask' | 'releaseTask', task: Task) => {
    left.add(task.id)
    void call(way, { params: { id: task.id } }).catch(() => {})
  }

  return {
    state: () => state,
    subscribe: (onChange: () => void) => {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    fill,
    /** Takes up what somebody had begun before. @returns the tasks that somebody else has by now */
    resume: async (begun: readonly Task[]): Promise<readonly Task[]> => {
      const lost: Task[] = []
      for (const { id, site } of begun) {
        if (site !== wish.site) continue
        try {
          const task = await call('renewClaim', { params: { id } })
          onTask(task)
          set({ hand: [...state.hand, inHand(task)] })
        } catch (error) {
          if (error instanceof ApiProblem && !error.isPassing) lost.push(...begun.filter((one) => one.id === id))
        }
      }
      return lost
    },
    save: (objects: Objects) => {
      const current = state.hand[0]
      if (current === undefined) return
      const answer = { task: current.task, objects }
      outbox.put(answer)
      goOn({ answered: [...state.answered, answer] })
      void outbox.flush()
    },
    skip: () => {
      const current = state.hand[0]
      if (current === undefined) return
      leave('skipTask', current.task)
      goOn({ skipped: state.skipped + 1 })
    },
    release: () => {
      const current = state.hand[0]
      if (current === undefined) return
      leave('releaseTask', current.task)
      goOn({})
    },
    /** @throws ApiProblem `task-changed` where somebody has answered since */
    undo: async () => {
      const last = state.answered.at(-1)
      if (last === undefined || isTakingBack) return
      isTakingBack = true
      try {
        const task = outbox.takeBack(last.task.id) ? last.task : await takeBack(last.task.id)
        set({ hand: [inHand(task, last.objects), ...state.hand], answered: state.answered.filter((one) => one !== last) })
      } finally {
        isTakingBack = false
      }
    },
    /** Keeps the claims of somebody who works. @returns the tasks that somebody else has by now */
    renew: async (isForced = false): Promise<readonly Task[]> => {
      const soon = state.hand.filter(({ claimedUntilMs }) => isForced || claimedUntilMs - now() < renewMs)
      const lost: Task[] = []
      for (const { task } of soon) {
        try {
          await call('renewClaim', { params: { id: task.id } })
          const claimedUntilMs = now() + claimMs
          set({ hand: state.hand.map((one) => (one.task.id === task.id ? { ...one, claimedUntilMs } : one)) })
        } catch (error) {
          if (error instanceof ApiProblem && !error.isPassing) lost.push(task)
        }
      }
      if (lost.length > 0) {
        set({ hand: state.hand.filter(({ task }) => !lost.includes(task)) })
        void fill()
      }
      return lost
    },
    /** The end of the sitting: what nobody has begun is given back at once. */
    stop: (isBegun: (task: Task) => boolean) => {
      isOver = true
      for (const { task } of state.hand) if (!isBegun(task)) leave('releaseTask', task)
    },
  }

  async function takeBack(id: string): Promise<Task> {
    await outbox.flush()
    return call('undoTask', { params: { id } })
  }
}
