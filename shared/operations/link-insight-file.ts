import { createHash } from 'node:crypto'
import { Fault } from '../domain/faults.ts'
import { factsOf, type InsightFact, type InsightFormat } from '../domain/insight-facts.ts'
import type { Ports } from '../ports.ts'
import type { MediaLink } from './link-media.ts'
import { countDays } from './read-insights.ts'
import { insightContentTypes, insightWriters } from './write-insight-files.ts'

const maxDays = 400
const linkMinutes = 10

/**
 * A link to one file with a stretch of days, today among them, in the columns of the daily files.
 *
 * @throws Fault `input-invalid` for more than 400 days: who wants more opens the folder
 */
export async function linkInsightFile(
  { insights, insightFiles, links, clock }: Pick<Ports, 'insights' | 'insightFiles' | 'links' | 'clock'>,
  span: { readonly site: string; readonly from: string; readonly to: string },
  fact: InsightFact,
  format: InsightFormat,
): Promise<MediaLink> {
  const { site, from, to } = span
  const count = countDays(from, to)
  if (count < 1 || count > maxDays)
    throw new Fault('input-invalid', `query: from and to must be in this order and at most ${maxDays} days apart.`)
  const [days, anomalies] = await Promise.all([insights.days(span), insights.anomalies(span)])
  const content = insightWriters[format](fact, factsOf(fact, days, anomalies))
  const path = `downloads/${site}/${createHash('sha256').update(content).digest('hex')}.${format}`
  await insightFiles.put(path, content, insightContentTypes[format])
  const expiresAt = new Date(clock().getTime() + linkMinutes * 60_000).toISOString()
  return { url: await links.link('insights', path, expiresAt, `${site}-${fact}-${from}-${to}.${format}`), expiresAt }
}
