import type { DatasetExport, ExportFormat } from '../../../../shared/domain/dataset.ts'
import type { Principal } from '../../../../shared/domain/person.ts'
import { checkExport } from '../../../../shared/operations/check-export.ts'
import { requestExport } from '../../../../shared/operations/request-export.ts'
import { writeExport } from '../../../../shared/operations/write-export.ts'
import type { Orchestrations, Ports } from '../../../../shared/ports.ts'
import { createTestApp } from '../../../harness/test-app.ts'
import { createVirtualClock } from '../../../harness/virtual-clock.ts'
import { type SampleFrame, sampleDataset } from '../../formats/sample-items.ts'

export const scientist: Principal = { id: 'scientist-1', name: 'Scientist', roles: ['data-scientist'], sites: ['plant-1'] }

export interface ExportApp {
  readonly ports: Ports
  /** What was started, in order. */
  readonly started: { name: string; id: string; input: unknown }[]
  readonly clock: ReturnType<typeof createVirtualClock>
}

/** The app on real storage; what would be started is written down instead. */
export async function createExportApp(connectionString: string, overrides: Partial<Ports> = {}): Promise<ExportApp> {
  const started: ExportApp['started'] = []
  const clock = createVirtualClock()
  const orchestrations: Orchestrations = {
    start: async (name, id, input) => {
      if (!started.some((one) => one.id === id)) started.push({ name, id, input })
    },
    status: async () => undefined,
    wake: async () => {},
  }
  // How many exports a person may begin in an hour is the question of another test.
  const alertLimits: Ports['alertLimits'] = { read: async () => undefined, write: async () => true }
  const ports = await createTestApp(connectionString, { orchestrations, alertLimits, clock: clock.now, ...overrides })
  return { ports, started, clock }
}

export async function storeDataset(ports: Ports, frames: readonly SampleFrame[]) {
  const { header, items, pictures } = sampleDataset(frames)
  const each = async function* () {
    yield* items
  }
  await Promise.all([...pictures].map(([frame, jpeg]) => ports.frames.put(frame, jpeg)))
  await ports.datasets.save(header, each(), {})
  await ports.datasets.add({ ...header, createdAt: '2026-11-20T08:00:00.000Z' })
  return { header, items }
}

/** Asks for an export and does what the orchestration would do. */
export async function runExport(ports: Ports, dataset: string, format: ExportFormat, images: DatasetExport['images'] = 'included') {
  const { id } = await requestExport(ports, scientist, { dataset, format, images })
  await writeExport(ports, id)
  await checkExport(ports, id)
  return (await ports.exports.find(id))?.value
}

export function sampleFrames(count: number, bytes = 2000): SampleFrame[] {
  return Array.from({ length: count }, (_, index) => ({
    jpeg: Buffer.alloc(bytes, `picture ${index} `),
    width: 640,
    height: 360 + (index % 2),
  }))
}
