import { canonicalJson } from '../domain/canonical-json.ts'
import type { QuarantinedAnswers } from '../domain/counting-edits.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { type LabelingTask, type TaskQuestion, taskId } from '../domain/labeling-task.ts'
import type { Versioned } from '../domain/page.ts'
import { askedAgain, newTask } from '../domain/plan-tasks.ts'
import type { Ports } from '../ports.ts'
import { inParallel } from './in-parallel.ts'

type TaskPorts = Pick<Ports, 'labelTasks' | 'nights' | 'clock'>

const tasksAtOnce = 8
const maxTries = 3

/**
 * Makes the tasks of a recording fit what is open now: new ones for new doubts, renewed questions, and an end for those
 * that verdicts have answered meanwhile. What a person does at the same moment wins.
 *
 * @param tasks As they were before the facts were read
 */
export async function renewTasks(
  ports: TaskPorts,
  site: Id,
  tasks: readonly Versioned<LabelingTask>[],
  questions: readonly TaskQuestion[],
  quarantined: readonly QuarantinedAnswers[],
): Promise<void> {
  const { secondOpinionShare } = (await ports.nights.policy(site)).value
  const createdAt = ports.clock().toISOString()
  const known = new Map(tasks.map((task) => [task.value.id, task]))
  const asked = new Set(questions.map(({ recording, frame }) => taskId(recording, frame)))

  await inParallel(questions, tasksAtOnce, async (question) => {
    const task = known.get(taskId(question.recording, question.frame))
    if (task === undefined) await saveUnlessChanged(ports, newTask(question, createdAt, secondOpinionShare), undefined)
    else await change(ports, task, (before) => askedAgain(before, question, quarantined))
  })
  const settled = tasks.filter(({ value }) => value.state === 'open' && value.gold === undefined && !asked.has(value.id))
  await inParallel(settled, tasksAtOnce, (task) => change(ports, task, (before) => ({ ...before, state: 'closed' })))
}

async function change(ports: TaskPorts, seen: Versioned<LabelingTask>, next: (before: LabelingTask) => LabelingTask): Promise<void> {
  let current: Versioned<LabelingTask> | undefined = seen
  for (let tries = 1; current !== undefined && tries <= maxTries; tries++) {
    // An answer came since the facts were read: what follows from it is the next run's, which its mark brings about.
    if (current.value.answers.length !== seen.value.answers.length || current.value.state !== seen.value.state) return
    const after = next(current.value)
    if (canonicalJson(after) === canonicalJson(current.value)) return
    if (await saveUnlessChanged(ports, after, current.version)) return
    current = await ports.labelTasks.find(seen.value.id)
  }
}

async function saveUnlessChanged({ labelTasks }: TaskPorts, task: LabelingTask, version: string | undefined): Promise<boolean> {
  try {
    await labelTasks.save(task, version)
    return true
  } catch (error) {
    if (error instanceof Fault && error.code === 'task-changed') return false
    throw error
  }
}
