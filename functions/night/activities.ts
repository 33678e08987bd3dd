import { z } from 'zod'
import { Id, Instant } from '../../shared/domain/ids.ts'
import { NightProblem, NightProgress } from '../../shared/domain/night.ts'
import { failExport } from '../../shared/operations/advance-export.ts'
import { archiveRecording } from '../../shared/operations/archive-recording.ts'
import { buildDataset } from '../../shared/operations/build-dataset.ts'
import { checkExport } from '../../shared/operations/check-export.ts'
import { finishNight } from '../../shared/operations/finish-night.ts'
import { failImport, importAnnotations } from '../../shared/operations/import-annotations.ts'
import { labelRecording } from '../../shared/operations/label-recording.ts'
import { noteProblem } from '../../shared/operations/note-problem.ts'
import { planNight } from '../../shared/operations/plan-night.ts'
import { splitRecording } from '../../shared/operations/split-recording.ts'
import { writeExport } from '../../shared/operations/write-export.ts'
import { type Activity, activity } from './activity.ts'

const OfNight = z.strictObject({ site: Id, night: z.string().max(100) })
const OfRecording = z.strictObject({ recording: Id })
const OfExport = z.strictObject({ id: Id })
const OfImport = z.strictObject({ id: Id })

/** Everything that orchestrations do. */
export const activities: readonly Activity[] = [
  activity({ name: 'plan-night', input: OfNight, run: planNight }),
  activity({
    name: 'read-night-page',
    input: OfNight.extend({ page: z.int().nonnegative() }),
    run: (ports, { night, page }) => ports.nights.page(night, page),
  }),
  activity({ name: 'archive-recording', input: OfRecording, run: (ports, { recording }) => archiveRecording(ports, recording) }),
  activity({ name: 'split-recording', input: OfRecording, run: (ports, { recording }) => splitRecording(ports, recording) }),
  activity({ name: 'label-recording', input: OfRecording, run: (ports, { recording }) => labelRecording(ports, recording) }),
  activity({ name: 'build-dataset', input: OfNight, run: buildDataset }),
  activity({ name: 'note-problem', input: OfNight.extend({ problem: NightProblem, isBad: z.boolean() }), run: noteProblem }),
  activity({
    name: 'finish-night',
    input: OfNight.extend({
      to: Instant.optional(),
      progress: NightProgress,
      dataset: z.string().max(63).optional(),
      isBuilt: z.boolean(),
    }),
    run: finishNight,
  }),
  activity({ name: 'write-export', input: OfExport, run: (ports, { id }) => writeExport(ports, id) }),
  activity({ name: 'check-export', input: OfExport, run: (ports, { id }) => checkExport(ports, id) }),
  activity({ name: 'fail-export', input: OfExport.extend({ problem: z.string().max(500) }), run: failExport }),
  activity({ name: 'take-annotations', input: OfImport, run: (ports, { id }) => importAnnotations(ports, id) }),
  activity({ name: 'fail-import', input: OfImport.extend({ problem: z.string().max(500) }), run: failImport }),
]
