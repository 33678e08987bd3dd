import { crashPoint } from '../crash-point.ts'
import { exportPath } from '../domain/dataset-export.ts'
import type { Id } from '../domain/ids.ts'
import { formats } from '../formats/formats.ts'
import { countSource, writeFiles } from '../formats/write-files.ts'
import type { ExportFile, Ports } from '../ports.ts'
import { advanceExport } from './advance-export.ts'
import { exportSource } from './export-source.ts'

/** Of the whole work; reading back is the rest. */
const shareOfWriting = 0.6
const shownSteps = 10

/** Writes the ZIP of an export. The same dataset gives the same bytes, so writing it again, or twice at once, changes nothing. */
export async function writeExport(ports: Pick<Ports, 'datasets' | 'exports'>, id: Id): Promise<void> {
  const { exports } = ports
  const job = await advanceExport(ports, id, ({ state }) =>
    state === 'waiting' || state === 'writing' ? { state: 'writing', progress: 0 } : undefined,
  )
  if (job.state !== 'writing') return
  const source = await exportSource(ports, job)
  const counts = await countSource(source)
  crashPoint('export-counted')
  const files = writeFiles(formats[job.format], source, counts)
  const path = exportPath(job)
  const show = (share: number) =>
    advanceExport(ports, id, ({ state }) => (state === 'writing' ? { progress: share * shareOfWriting } : undefined))
  const { bytes, sha256 } = await exports.write(path, told(files, counts.frames, show))
  crashPoint('export-written')
  await advanceExport(ports, id, ({ state }) =>
    state === 'writing' ? { state: 'checking', path, bytes, sha256, dropped: counts.dropped, progress: shareOfWriting } : undefined,
  )
  crashPoint('export-noted')
}

/** Pictures are nearly all of an export's bytes, so they are what is counted. */
async function* told(
  files: AsyncIterable<ExportFile>,
  frames: number,
  show: (share: number) => Promise<unknown>,
): AsyncGenerator<ExportFile> {
  let [done, step] = [0, 0]
  for await (const file of files) {
    yield file
    crashPoint('export-file')
    if ('text' in file) continue
    done++
    if (Math.floor((done / frames) * shownSteps) === step) continue
    step++
    await show(done / frames)
  }
}
