import { createHash } from 'node:crypto'
import { crashPoint } from '../crash-point.ts'
import type { DatasetExport } from '../domain/dataset.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import { compareFindings } from '../formats/compare-findings.ts'
import type { ExportSource } from '../formats/format.ts'
import { formats } from '../formats/formats.ts'
import type { Ports } from '../ports.ts'
import { advanceExport } from './advance-export.ts'
import { exportSource } from './export-source.ts'

/**
 * Reads an export back as a stranger would, and holds it against the dataset: every picture by its hash, every split,
 * label and box. Only then is it ready. One that differs has failed, for good: another try would write the same.
 */
export async function checkExport(ports: Pick<Ports, 'datasets' | 'exports'>, id: Id): Promise<void> {
  const job = await advanceExport(ports, id, () => undefined)
  if (job.state === 'ready' || job.state === 'failed') return
  if (job.state !== 'checking') throw new Fault('dataset-changed', `Export ${id} is ${job.state}, so there is nothing to check yet.`)
  const source = await exportSource(ports, job)
  const { frames, annotations, differences } = await readBack(ports, job, source)
  crashPoint('export-checked')
  await advanceExport(ports, id, ({ state }) => {
    if (state !== 'checking') return undefined
    if (differences.length === 0) return { state: 'ready', progress: 1, frames, annotations }
    return { state: 'failed', problem: `It was read back and differs from the dataset. ${differences.join(' ')}`.slice(0, 500) }
  })
}

async function readBack({ exports }: Pick<Ports, 'exports'>, job: DatasetExport, source: ExportSource) {
  const format = formats[job.format]
  const reader = format.createReader()
  const pictures = new Set<string>()
  const differences: string[] = []
  for await (const { path, content } of exports.read(job.path ?? '')) {
    if (path.endsWith('.jpg')) {
      const hash = createHash('sha256')
      for await (const bytes of content) hash.update(bytes)
      const digest = hash.digest('hex')
      if (!path.endsWith(`${digest}.jpg`)) differences.push(`${path} is another picture than its name says.`)
      pictures.add(path)
    } else if (reader.wants(path)) await reader.take(path, content)
  }
  for await (const item of source.items()) {
    const path = format.picturePath(item)
    if (job.images === 'included' && !pictures.delete(path)) differences.push(`${path} is missing.`)
  }
  for (const path of pictures) differences.push(`${path} is not in the dataset.`)
  const comparison = await compareFindings(format, source, reader.finish())
  return { ...comparison, differences: [...comparison.differences, ...differences.slice(0, 20)] }
}
