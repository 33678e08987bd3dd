import { z } from 'zod'
import { localDayOf, sumByDay } from '../../../shared/domain/compliance-days.ts'
import { complianceOutcomes, hourOf, startOfHour } from '../../../shared/domain/compliance-decision.ts'
import { CompliancePolicy, ItemKindName, PolicyVersion } from '../../../shared/domain/compliance-policy.ts'
import { Fault } from '../../../shared/domain/faults.ts'
import { Id, Instant } from '../../../shared/domain/ids.ts'
import { hasAnyRole, type Role } from '../../../shared/domain/person.ts'
import { namesOf } from '../../../shared/operations/names-of.ts'
import { saveCompliancePolicy } from '../../../shared/operations/save-compliance-policy.ts'
import { tryPolicy } from '../../../shared/operations/try-policy.ts'
import { requireSite } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { Cursor, Limit, Names, pageOf, SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

/** Who says what may leave: not those who would like to have the data. */
const keepers: readonly Role[] = ['safety-auditor']
/** Who may see which items a policy would treat otherwise: their names are those of pictures of the plant. */
const witnesses: readonly Role[] = ['safety-auditor', 'site-engineer']
const maxDays = 400
const dayMs = 86_400_000
/** More than this is said as such. */
const mostWaiting = 1000

const Outcome = z.enum(complianceOutcomes)
const Count = z.object({ kind: ItemKindName, outcome: Outcome, rule: z.string(), policy: z.int(), items: z.int() })
const TrialCount = Count.omit({ policy: true })
const Verdict = z.object({ outcome: Outcome, rule: z.string() })
const VersionAnswer = z.object({ ...PolicyVersion.shape, names: Names, version: z.string() })

const TrialAnswer = z.object({
  items: z.int(),
  before: z.array(TrialCount),
  after: z.array(TrialCount),
  changes: z.array(z.object({ from: Outcome, to: Outcome, items: z.int() })),
  examples: z
    .array(
      z.object({
        ...{ kind: ItemKindName, at: Instant, cameras: z.array(Id), labels: z.array(z.string()), incident: Id.optional() },
        ...{ before: Verdict, after: Verdict },
      }),
    )
    .optional(),
})

export const complianceRoutes = [
  route({
    name: 'getCompliancePolicy',
    method: 'GET',
    path: 'sites/{site}/compliance-policy',
    summary: 'What of a site may leave it, and in which form: the newest version of its policy.',
    roles: viewers,
    params: SiteParams,
    answer: VersionAnswer,
    run: async (ports, { person, params }) => {
      const newest = await ports.compliancePolicies.newest(requireSite(person, params.site))
      return { ...newest, names: await namesOf(ports, savers([newest])), version: String(newest.number) }
    },
  }),
  route({
    name: 'saveCompliancePolicy',
    method: 'PUT',
    path: 'sites/{site}/compliance-policy',
    summary: 'Says what may leave a site from now on, as a new version; what is left out gets its default.',
    roles: keepers,
    params: SiteParams,
    body: z.strictObject({ policy: CompliancePolicy, note: z.string().trim().min(1).max(500).optional() }),
    answer: VersionAnswer,
    run: async (ports, { person, params, body, version }) => {
      const saved = await saveCompliancePolicy(ports, person, params.site, body, version)
      return { ...saved, names: await namesOf(ports, savers([saved])), version: String(saved.number) }
    },
  }),
  route({
    name: 'listCompliancePolicies',
    method: 'GET',
    path: 'sites/{site}/compliance-policy/versions',
    summary: 'Versions of the policy, newest first: who saved them, when and why.',
    roles: viewers,
    params: SiteParams,
    query: z.strictObject({ cursor: Cursor, limit: Limit }),
    answer: pageOf(PolicyVersion).extend({ names: Names }),
    run: async (ports, { person, params, query }) => {
      const page = await ports.compliancePolicies.list({ site: requireSite(person, params.site), ...query })
      return {
        ...page,
        names: await namesOf(ports, savers(page.items)),
      }
    },
  }),
  route({
    name: 'countCompliance',
    method: 'GET',
    path: 'sites/{site}/compliance-counts',
    summary: `How many items of at most ${maxDays} days left, were redacted, withheld or quarantined, by day, kind and rule; never which. A minute old at most.`,
    roles: viewers,
    params: SiteParams,
    query: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
    answer: z.object({ days: z.array(Count.extend({ day: z.iso.date() })), waiting: z.int(), isWaitingComplete: z.boolean() }),
    run: async ({ complianceDecisions, complianceItems, rosters }, { person, params, query: { from, to } }) => {
      const site = requireSite(person, params.site)
      const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
      if (days < 1 || days > maxDays)
        throw new Fault('input-invalid', `query: from and to must be at most ${maxDays} days apart, in this order.`)
      const timeZone = (await rosters.find(site))?.site.timeZone ?? 'UTC'
      const around = (day: string, ms: number) => hourOf(new Date(Date.parse(day) + ms).toISOString())
      const hours = await complianceDecisions.counts(site, around(from, -dayMs), around(to, 2 * dayMs))
      const inside = hours.filter(({ hour }) => {
        const day = localDayOf(startOfHour(hour), timeZone)
        return day >= from && day <= to
      })
      const waiting = (await complianceItems.list(site, mostWaiting)).length
      return { days: sumByDay(inside, timeZone), waiting, isWaitingComplete: waiting < mostWaiting }
    },
  }),
  route({
    name: 'tryCompliancePolicy',
    method: 'POST',
    path: 'sites/{site}/compliance-trials',
    summary:
      'What a policy would have done to what was decided in at most 24 hours, by the side of what was done. Changes nothing. Examples only for those who may see them.',
    roles: ['safety-auditor', 'data-scientist', 'iot-engineer'],
    params: SiteParams,
    body: z.strictObject({ policy: CompliancePolicy, from: Instant, to: Instant }),
    answer: TrialAnswer,
    run: async (ports, { person, params, body }) => {
      const { examples, ...trial } = await tryPolicy(ports, { site: requireSite(person, params.site), ...body })
      return hasAnyRole(person, witnesses) ? { ...trial, examples } : trial
    },
  }),
]

const savers = (versions: readonly PolicyVersion[]) => versions.flatMap(({ savedBy }) => savedBy ?? [])
