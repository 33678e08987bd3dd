import { createHash } from 'node:crypto'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { CompliancePolicy, PolicyVersion } from '../domain/compliance-policy.ts'
import { Fault } from '../domain/faults.ts'
import type { Id } from '../domain/ids.ts'
import type { Principal } from '../domain/person.ts'
import type { Ports } from '../ports.ts'
import { requireSite } from './visible-sites.ts'

export interface PolicyWish {
  readonly policy: CompliancePolicy
  /** Why, for whoever reads the history. */
  readonly note?: string | undefined
}

/**
 * Says what may leave a site from now on, as a new version; what was decided by the ones before stays as it is.
 *
 * @param version Where given, the newest must still be this one
 * @throws Fault `not-found`, `compliance-changed`
 */
export async function saveCompliancePolicy(
  { compliancePolicies, audit, clock }: Pick<Ports, 'compliancePolicies' | 'audit' | 'clock'>,
  person: Principal,
  site: Id,
  { policy, note }: PolicyWish,
  version: string | undefined,
): Promise<PolicyVersion> {
  requireSite(person, site)
  const newest = await compliancePolicies.newest(site)
  const expected = version ?? String(newest.number)
  const isOurs = newest.savedBy === person.id && String(newest.number - 1) === expected && digestOf(newest.policy) === digestOf(policy)
  // Said again after a crash between the version and its audit entry: the version stands, the entry is made up for.
  if (!isOurs && String(newest.number) !== expected) throw new Fault('compliance-changed', `The newest version is ${newest.number}.`)
  const savedAt = clock().toISOString()
  const saved: PolicyVersion = isOurs
    ? newest
    : { site, number: newest.number + 1, policy, savedAt, savedBy: person.id, ...(note !== undefined && { note }) }
  if (!isOurs) await compliancePolicies.add(saved)
  await audit.append(site, {
    ...{ at: savedAt, who: person.id, action: 'compliance-policy-saved', subject: `site/${site}/compliance-policy/${saved.number}` },
    detail: { version: saved.number, policy: digestOf(policy), rules: policy.rules.map(({ id }) => id).join(', ') },
  })
  return saved
}

const digestOf = (policy: CompliancePolicy) => createHash('sha256').update(canonicalJson(policy)).digest('hex')
