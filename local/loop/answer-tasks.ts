import type { Api } from '../console/api.ts'
import type { Timeline } from './find-in-film.ts'
import { site } from './play.ts'

interface Task {
  readonly id: string
  readonly recording: string
  readonly ptsMs: number
}

/** Works off the labelers' queue with what is known: at most so many. Answers how many, and when the first was saved. */
export async function answerTasks(
  api: Api,
  timeline: Timeline,
  most = Number.POSITIVE_INFINITY,
): Promise<{ answered: number; skipped: number; firstAt: number | undefined }> {
  let [answered, skipped] = [0, 0]
  let firstAt: number | undefined
  while (answered < most) {
    const { task } = await api.post<{ task?: Task }>('labeling/next', { site })
    if (task === undefined) break
    const found = timeline.at(task.recording, task.ptsMs)
    if (found === undefined) {
      // A picture of before the films: nobody here can say what is on it.
      await api.post(`labeling/tasks/${task.id}/skip`, {})
      skipped++
      continue
    }
    await api.post(`labeling/tasks/${task.id}/save`, { objects: found.truth.map(({ label, box }) => ({ label, box })) })
    firstAt ??= performance.now()
    answered++
  }
  return { answered, skipped, firstAt }
}
