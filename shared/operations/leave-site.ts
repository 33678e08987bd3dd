import { createHash, createHmac } from 'node:crypto'
import { crashPoint } from '../crash-point.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { ComplianceDecision, ComplianceOutcome, LeftFile } from '../domain/compliance-decision.ts'
import type { CompliancePolicy } from '../domain/compliance-policy.ts'
import type { ComplianceVerdict, Treatment } from '../domain/decide-compliance.ts'
import type { ItemSource } from '../domain/describe-item.ts'
import type { Versioned } from '../domain/page.ts'
import { redactItem, regionsToCover } from '../domain/redact-item.ts'
import type { Ports } from '../ports.ts'

export type LeavePorts = Pick<Ports, 'complianceDecisions' | 'leaving' | 'pictureCover'>

type Decided = Omit<ComplianceDecision, 'outcome' | 'rule' | 'left' | 'stale' | 'expiredAt'>

export interface Settlement {
  readonly decided: Decided
  readonly verdict: ComplianceVerdict
  /** What was decided when the item was different, or by a try that broke off. */
  readonly before: Versioned<ComplianceDecision> | undefined
  readonly source: ItemSource | undefined
  readonly policy: CompliancePolicy
}

/**
 * Makes a verdict true: what may leave is there, and nothing else of the item is. A file is on record before it is
 * written, so that one which must go again is known, wherever this is killed.
 */
export async function settle(ports: LeavePorts, { decided, verdict, before, source, policy }: Settlement): Promise<ComplianceOutcome> {
  const { outcome, rule } = verdict
  const earlier = [...(before?.value.stale ?? []), ...(before?.value.left === undefined ? [] : [before.value.left])]
  const leaves =
    'treatment' in verdict && source !== undefined ? await prepare(ports, decided, source, policy, verdict.treatment) : undefined
  const decision = { ...decided, outcome, rule }
  const announced = withoutRepeats([...earlier, ...(leaves === undefined ? [] : [leaves.file])])
  let version = before?.version
  if (announced.length > 0) {
    version = await ports.complianceDecisions.save({ ...decision, stale: announced }, version)
    crashPoint('compliance-announced')
  }
  if (leaves !== undefined) {
    await ports.leaving.put(leaves.file.container, leaves.file.path, leaves.bytes, leaves.contentType)
    crashPoint('compliance-left')
  }
  for (const { container, path } of announced.filter((file) => file.path !== leaves?.file.path)) {
    await ports.leaving.remove(container, path)
    crashPoint('compliance-removed')
  }
  const settled = { ...decision, ...(leaves !== undefined && { left: leaves.file }), stale: [] }
  try {
    await ports.complianceDecisions.save(settled, version)
  } catch (error) {
    if (leaves !== undefined) await withdraw(ports, settled, leaves.file)
    throw error
  }
  crashPoint('compliance-decided')
  await ports.complianceDecisions.touch(decided.site, decided.hour)
  return outcome
}

/** Somebody else decided meanwhile, and may have looked for this file before it was there. */
async function withdraw(
  { complianceDecisions, leaving }: LeavePorts,
  { site, hour, key }: Decided,
  { container, path }: LeftFile,
): Promise<void> {
  const now = await complianceDecisions.find(site, hour, key)
  const isNamed = now?.value.left?.path === path || now?.value.stale.some((file) => file.path === path)
  if (!isNamed) await leaving.remove(container, path)
}

interface Leaving {
  readonly file: LeftFile
  readonly bytes: Uint8Array
  readonly contentType: string
}

async function prepare(
  ports: LeavePorts,
  { site, key, policy: number, facts }: Decided,
  source: ItemSource,
  policy: CompliancePolicy,
  treatment: Treatment,
): Promise<Leaving> {
  const isPicture = source.kind === 'snapshot'
  const bytes = isPicture
    ? await ports.pictureCover.cover(source.jpeg, regionsToCover(source, policy), treatment.longSide)
    : Buffer.from(canonicalJson(redactItem(source, site, policy, treatment)))
  const name = nameOf(await ports.leaving.nameKey(site), key, bytes)
  const day = facts.at.slice(0, 10).replaceAll('-', '/')
  const path = `${site}/${treatment.retention}/${day}/${source.kind}/${name}-v${number}.${isPicture ? 'jpg' : 'json'}`
  const isAnomaly = source.kind === 'anomaly' || (source.kind === 'score' && source.message.anomaly !== undefined)
  return {
    file: { container: isAnomaly ? 'anomalies' : 'compliant', path, retention: treatment.retention },
    bytes,
    contentType: isPicture ? 'image/jpeg' : 'application/json',
  }
}

/** Says nothing about the item to anybody who lacks the site's key; the same item with the same content has the same name. */
function nameOf(key: Uint8Array, item: string, bytes: Uint8Array): string {
  const content = createHash('sha256').update(bytes).digest('hex')
  return createHmac('sha256', key).update(`${item}\n${content}`).digest('hex').slice(0, 32)
}

function withoutRepeats(files: readonly LeftFile[]): LeftFile[] {
  return [...new Map(files.map((file) => [`${file.container}/${file.path}`, file])).values()]
}
