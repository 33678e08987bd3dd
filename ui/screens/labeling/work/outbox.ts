import { ApiProblem } from '../../../api/api-problem.ts'
import type { call as callApi } from '../../../api/call.ts'
import type { Kept } from './kept.ts'
import type { TaskAnswer } from './task.ts'

/** An answer that was not taken, and the code of why (docs/faults.md). */
export interface Refused extends TaskAnswer {
  readonly code: string
  readonly detail: string | undefined
}

export interface Outbox {
  /** On this device, and not yet with the others. */
  readonly waiting: Kept<TaskAnswer>
  /** Kept until their author has looked. */
  readonly refused: Kept<Refused>
  put(answer: TaskAnswer): void
  /** Takes an answer back that has not left yet. @returns whether it was still here */
  takeBack(task: string): boolean
  /** Sends what waits, one after the other, until all of it is gone or nobody answers. */
  flush(): Promise<void>
}

/** Answers go to the device first and from there to the API: a labeler does not wait, and nothing is lost on the way. */
export function createOutbox(waiting: Kept<TaskAnswer>, refused: Kept<Refused>, call: typeof callApi): Outbox {
  let sending: string | undefined
  let running: Promise<void> | undefined
  const send = async () => {
    for (let next = waiting.list()[0]; next !== undefined; next = waiting.list()[0]) {
      const { task, objects } = next
      sending = task.id
      try {
        await call('saveTask', { params: { id: task.id }, body: { objects: [...objects] } })
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.isPassing) return
        refused.put(task.id, { task, objects, code: error.code, detail: error.detail })
      } finally {
        sending = undefined
      }
      waiting.remove(task.id)
    }
  }
  return {
    waiting,
    refused,
    put: (answer) => waiting.put(answer.task.id, answer),
    takeBack: (task) => {
      if (sending === task || waiting.find(task) === undefined) return false
      waiting.remove(task)
      return true
    },
    flush: () => {
      running ??= send().finally(() => {
        running = undefined
      })
      return running
    },
  }
}
