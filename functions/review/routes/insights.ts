import { z } from 'zod'
import { Anomaly } from '../../../shared/domain/anomaly.ts'
import { Label } from '../../../shared/domain/detection.ts'
import { Fault } from '../../../shared/domain/faults.ts'
import { Id, Instant } from '../../../shared/domain/ids.ts'
import { insightFacts, insightFormats } from '../../../shared/domain/insight-facts.ts'
import { Insights, maxDaysOneByOne } from '../../../shared/domain/insights.ts'
import { linkInsightFile } from '../../../shared/operations/link-insight-file.ts'
import { countDays, readInsights } from '../../../shared/operations/read-insights.ts'
import { requireSite } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const Span = z.strictObject({ from: z.iso.date(), to: z.iso.date() })
const maxAnomalyDays = 1100

export const insightRoutes = [
  route({
    name: 'readInsights',
    method: 'GET',
    path: 'sites/{site}/insights',
    summary: `What a stretch of a site came to: incidents and false alarms by day, rule, camera and hour, where on the picture, how fast people were, what was counted, and how long cameras were there. Up to ${maxDaysOneByOne} days one by one; longer stretches, up to ten years, in whole months. A minute or two old.`,
    roles: viewers,
    params: SiteParams,
    query: Span.extend({ camera: Id.optional(), rule: Id.optional(), label: Label.optional() }),
    answer: Insights,
    run: async (ports, { person, params, query: { from, to, ...filter } }) =>
      readInsights(ports, { site: requireSite(person, params.site), from, to }, filter),
  }),
  route({
    name: 'listAnomalies',
    method: 'GET',
    path: 'sites/{site}/insights/anomalies',
    summary: `Counts of at most ${maxAnomalyDays} days that were not like those at the same time of other days and weeks, with what was expected. Oldest first, at most five a day.`,
    roles: viewers,
    params: SiteParams,
    query: Span,
    answer: z.object({ items: z.array(Anomaly) }),
    run: async ({ insights }, { person, params, query: { from, to } }) => {
      const site = requireSite(person, params.site)
      const days = countDays(from, to)
      if (days < 1 || days > maxAnomalyDays)
        throw new Fault('input-invalid', `query: from and to must be in this order and at most ${maxAnomalyDays} days apart.`)
      return { items: await insights.anomalies({ site, from, to }) }
    },
  }),
  route({
    name: 'linkInsightFile',
    method: 'GET',
    path: 'sites/{site}/insights/files/{fact}',
    summary: 'A link to one file with at most 400 days, today among them, in the columns of the daily files (docs/insights.md).',
    roles: viewers,
    params: SiteParams.extend({ fact: z.enum(insightFacts) }),
    query: Span.extend({ format: z.enum(insightFormats) }),
    answer: z.object({ url: z.url(), expiresAt: Instant }),
    run: async (ports, { person, params, query: { from, to, format } }) =>
      linkInsightFile(ports, { site: requireSite(person, params.site), from, to }, params.fact, format),
  }),
  route({
    name: 'recountInsights',
    method: 'POST',
    path: 'sites/{site}/insights/{day}/recount',
    summary: 'Has a day counted again from the stored messages, within minutes. It comes to the same where nothing was amiss.',
    roles: ['data-scientist', 'iot-engineer'],
    params: SiteParams.extend({ day: z.iso.date() }),
    status: 202,
    answer: z.object({ day: z.iso.date() }),
    run: async ({ insights }, { person, params: { site, day } }) => {
      await insights.saveRecount(requireSite(person, site), day, undefined)
      return { day }
    },
  }),
]
