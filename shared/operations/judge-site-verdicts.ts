import type { Id, Instant } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import type { QualityReport } from '../domain/quality-report.ts'
import type { Champion } from '../domain/registered-model.ts'
import { judgeVerdicts, summarizeVerdicts, type VerdictReference, verdictQuality } from '../domain/verdict-quality.ts'
import type { Ports } from '../ports.ts'
import type { SiteQuality } from './judge-cameras.ts'
import { type DriftNoticePorts, followVerdicts } from './notice-drift.ts'

export type VerdictPorts = DriftNoticePorts & Pick<Ports, 'incidents' | 'quality'>

const dayMs = 86_400_000

/** What the verdicts of the last days say, and whether the model in force does worse than in its first ones. */
export async function judgeSiteVerdicts(
  ports: VerdictPorts,
  { site, thresholds, champion }: Omit<SiteQuality, 'timeZone'>,
  now: Date,
): Promise<QualityReport['verdicts']> {
  const { verdictDays } = thresholds
  const recentFrom = new Date(now.getTime() - verdictDays * dayMs).toISOString()
  const recent = await judgedBetween(ports, site, recentFrom, now.toISOString())
  const summary = { days: verdictDays, ...verdictQuality(recent) }
  if (champion === undefined) return { ...summary, findings: [] }
  const { since, model } = champion
  const firstUntil = new Date(Date.parse(since) + verdictDays * dayMs).toISOString()
  const isOfModel = (incident: Incident) => incident.model.digest === model.digest
  const reference = firstUntil > now.toISOString() ? undefined : await referenceOf(ports, { site, champion, thresholds }, firstUntil, now)
  const newest = summarizeVerdicts(recent.filter((incident) => isOfModel(incident) && incident.startedAt >= firstUntil))
  const findings = judgeVerdicts(reference ?? summarizeVerdicts([]), newest, thresholds)
  for (const finding of findings) await followVerdicts(ports, { site, model: `${model.name}/${model.version}`, finding })
  return { ...summary, ...(reference !== undefined && { reference }), newest, findings }
}

/** The model's first days. They are frozen once they are over and hold enough verdicts; what is judged later of them changes nothing. */
async function referenceOf(
  ports: VerdictPorts,
  { site, champion: { since, model }, thresholds }: Pick<SiteQuality, 'site' | 'thresholds'> & { readonly champion: Champion },
  to: Instant,
  now: Date,
): Promise<VerdictReference> {
  const known = await ports.quality.verdictReference(site, model.digest)
  if (known !== undefined) return known
  const first = (await judgedBetween(ports, site, since, to)).filter((incident) => incident.model.digest === model.digest)
  const reference = { model: model.digest, from: since, to, frozenAt: now.toISOString(), ...summarizeVerdicts(first) }
  return reference.precision.count < thresholds.leastVerdicts ? reference : ports.quality.freezeVerdicts(site, reference)
}

async function judgedBetween({ incidents }: VerdictPorts, site: Id, from: Instant, to: Instant): Promise<Incident[]> {
  const found: Incident[] = []
  for (const verdict of ['confirmed', 'rejected'] as const) {
    let cursor: string | undefined
    do {
      const page = await incidents.list({ sites: [site], verdict, from, to, limit: 100, ...(cursor !== undefined && { cursor }) })
      found.push(...page.items)
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  return found
}
