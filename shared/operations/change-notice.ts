import { crashPoint } from '../crash-point.ts'
import { Fault } from '../domain/faults.ts'
import type { Id, Instant } from '../domain/ids.ts'
import type { Notice } from '../domain/notice.ts'
import type { Ports } from '../ports.ts'

export type ChangeNoticePorts = Pick<Ports, 'notices' | 'audit' | 'clock'>

const maxRounds = 50

interface Place {
  readonly site: Id
  readonly id: Id
}

/**
 * Reads a notice, lets `change` decide, and writes what it decided; again from the start if somebody else was faster.
 * A notice that stays as it is, is not written. Another state goes on the audit chain.
 */
export async function changeNotice<Known extends Notice | undefined>(
  { notices, audit, clock }: ChangeNoticePorts,
  { site, id }: Place,
  who: string,
  change: (known: Known, now: Instant) => Notice,
): Promise<Notice> {
  for (let round = 0; round < maxRounds; round++) {
    const found = await notices.find(site, id)
    const now = clock().toISOString()
    const next = change(found?.value as Known, now)
    if (next === found?.value) return next
    try {
      await notices.save(next, found?.version)
    } catch (error) {
      if (error instanceof Fault && error.code === 'notice-changed') continue
      throw error
    }
    if (next.state !== found?.value.state) {
      crashPoint('notice-written')
      await audit.append(site, {
        ...{ at: now, who, action: `notice-${next.state === 'open' ? 'opened' : next.state}`, subject: `notice/${id}` },
        detail: { kind: next.kind, about: next.subject, severity: next.severity, opening: next.openings, ...firstFigure(next) },
      })
    }
    return next
  }
  throw new Fault('notice-changed', `Lost ${maxRounds} rounds.`)
}

function firstFigure({ evidence: [first] }: Notice): Record<string, string | number> {
  if (first === undefined) return {}
  const { measure, value, threshold } = first
  return { measure, value, ...(threshold !== undefined && { threshold }) }
}
