import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BlobServiceClient } from '@azure/storage-blob'
import { inParallel } from '../../shared/operations/in-parallel.ts'
import { readInsights } from '../../shared/operations/read-insights.ts'
import { writeInsightFiles } from '../../shared/operations/write-insight-files.ts'
import { insightDays, saveInsightDays } from '../harness/insight-days.ts'
import { createTestApp } from '../harness/test-app.ts'

const sites = ['outside-1', 'outside-2']
const until = '2026-11-20'
const count = 30

/** Insights of two sites in the files of their container, as a folder, and what the API says of the same days. */
export async function prepareInsights(connectionString: string, folder: string) {
  const ports = await createTestApp(connectionString)
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('insights')
  const rules = [
    { rule: 'no-cap', label: 'missing-cap', perHour: 0.2, falseShare: 0.15 },
    // What a spreadsheet would run.
    { rule: 'hand-in-zone', label: '=cmd|hand', perHour: 0.1, falseShare: 0.7 },
  ]
  const answers: unknown[] = []
  const days = sites.map((site) => insightDays({ site, until, days: count, cameras: ['capping', 'packing'], rules }))
  for (const own of days) await saveInsightDays(ports, own)
  const write = async () => {
    await inParallel(days.flat(), 8, ({ site, day }) => writeInsightFiles(ports, site, day))
    const hashes: Record<string, string> = {}
    for await (const { name } of container.listBlobsFlat()) {
      if (!sites.some((site) => name.includes(`site=${site}/`))) continue
      const bytes = await container.getBlobClient(name).downloadToBuffer()
      hashes[name] = createHash('sha256').update(bytes).digest('hex')
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), bytes)
    }
    return hashes
  }
  const first = await write()
  for (const name of Object.keys(first)) await container.deleteBlob(name)
  const again = await write()
  for (const site of sites) {
    const span = { site, from: '2026-10-20', to: until }
    answers.push({ ...(await readInsights(ports, span, {})), anomalies: await ports.insights.anomalies(span) })
  }
  const answer = join(folder, 'answers.json')
  writeFileSync(answer, JSON.stringify(answers))
  return { folder, answer, first, again }
}
