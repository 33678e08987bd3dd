import type { AlertContent } from './alert-content.ts'
import type { DatasetVersion } from './dataset.ts'
import { plainName } from './plain-name.ts'
import type { Roster } from './roster.ts'
import type { TrainingRun } from './training-run.ts'

/** A run that came to nothing, and why. Plain text only. */
export function failedRunMail(
  { id, number, problem = '' }: TrainingRun,
  { site }: Roster,
  publicUrl: string,
  isRepeat: boolean,
): AlertContent {
  const name = plainName(site.name, 60)
  const lines = [`Training run ${number} at ${name} has failed.`, plainName(problem, 600), `Run: ${address(publicUrl, `runs/${id}`)}`]
  return mail(`Run ${number} at ${name} failed`, lines, isRepeat)
}

/** A dataset that nothing is trained on by itself, since its newest answers are unlike all others. */
export function stoppedTrainingMail(
  dataset: DatasetVersion,
  reason: string,
  { site }: Roster,
  publicUrl: string,
  isRepeat: boolean,
): AlertContent {
  const name = plainName(site.name, 60)
  const lines = [
    `No training run has started by itself at ${name}: somebody must look at the newest answers first.`,
    plainName(reason, 600),
    'If they are right, start the run yourself; if not, correct the labels, and the next night makes another dataset.',
    `Dataset: ${address(publicUrl, `datasets/${dataset}`)}`,
  ]
  return mail(`No training by itself at ${name}`, lines, isRepeat)
}

function address(publicUrl: string, path: string): string {
  return new URL(path, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).href
}

function mail(title: string, lines: readonly string[], isRepeat: boolean): AlertContent {
  const all = isRepeat ? [...lines, 'This may have reached you before: we could not find out whether the first attempt arrived.'] : lines
  return { subject: `${isRepeat ? 'Repeat: ' : ''}[TRAINING] ${title}`, text: `${all.join('\n\n')}\n`, html: undefined }
}
