import type { Page } from 'playwright-core'
import sharp from 'sharp'

const severities = ['critical', 'warning', 'info'] as const
const apartMs = 47_000
// A pressed pixel of JPEG tells nothing; a picture of the usual size must be decoded.
const picture = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#4a6a7a' } })
  .jpeg()
  .toBuffer()

export interface Many {
  /** Incidents told so far. */
  told(): number
}

/**
 * Answers the calls of the list in the API's place: so many incidents, in pages of the given size, each with a picture.
 * Everything else goes to the app.
 */
export async function answerWithMany(page: Page, total: number, pageSize: number): Promise<Many> {
  const newest = Date.parse('2026-11-21T06:00:00.000Z')
  let told = 0
  await page.route('**/api/incidents?*', async (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0)
    const count = Math.min(pageSize, total - from)
    told = Math.max(told, from + count)
    const items = Array.from({ length: count }, (_, index) => incidentAt(from + index, newest))
    await route.fulfill({ json: { items, ...(from + count < total && { cursor: String(from + count) }) } })
  })
  await page.route('**/api/incidents/snapshots/links', async (route) => {
    const { ids } = route.request().postDataJSON() as { ids: string[] }
    const items = ids.map((id) => ({ id, url: `/bench-picture.jpg?${id}` }))
    await route.fulfill({ status: 201, json: { items, expiresAt: '2026-11-21T07:00:00.000Z' } })
  })
  await page.route('**/bench-picture.jpg*', (route) => route.fulfill({ contentType: 'image/jpeg', body: picture }))
  return { told: () => told }
}

function incidentAt(index: number, newest: number) {
  const startedAt = new Date(newest - index * apartMs).toISOString()
  const box = { left: 0.1 + (index % 7) / 10, top: 0.2, width: 0.1, height: 0.4 }
  return {
    ...{ id: `many-${index}`, site: 'plant', device: 'edge-1', camera: `line-${index % 8}`, rule: 'no-cap', label: 'missing-cap' },
    ...{ severity: severities[index % 3], startedAt, endedAt: startedAt, receivedAt: startedAt, isLate: false, phase: 'closed' },
    ...{ state: 'new', model: { name: 'line-starter', version: '1', digest: '0'.repeat(64) }, snapshot: 'plant/x.jpg', recordings: [] },
    peak: { at: startedAt, ptsMs: 0, detection: { label: 'missing-cap', confidence: 0.9, box } },
  }
}
