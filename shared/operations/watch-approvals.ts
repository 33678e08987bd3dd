import type { Approval } from '../domain/approval.ts'
import type { Id } from '../domain/ids.ts'
import type { Ports } from '../ports.ts'
import { type AnnouncePorts, announceApproval } from './announce-approval.ts'
import { type ClosePorts, closeIfOver } from './close-approval.ts'
import { type FollowPorts, followApproval } from './follow-approval.ts'

export type WatchApprovalsPorts = FollowPorts & ClosePorts & AnnouncePorts & Pick<Ports, 'approvals' | 'releases' | 'rosters'>

export interface WatchedApproval {
  readonly approval: Id
  readonly outcome: 'closed' | 'followed' | 'error'
  readonly error?: unknown
}

const dayMs = 86_400_000
/** The longest that a question can wait (rollout policy), and some days for what follows from the answer. */
const longestMs = 97 * dayMs
const pageSize = 50

/**
 * Closes questions that have run out, sends e-mails that did not get out, and does what follows from an answer whose
 * process died. Run every minute, and as often as one likes.
 */
export async function watchApprovals(ports: WatchApprovalsPorts): Promise<readonly WatchedApproval[]> {
  const watched: WatchedApproval[] = []
  for (const { id: site } of await ports.rosters.listSites()) {
    for await (const approval of recentOf(ports, site)) {
      try {
        const outcome = await look(ports, approval)
        if (outcome !== undefined) watched.push({ approval: approval.id, outcome })
      } catch (error) {
        // One question that fails must not keep the others waiting.
        watched.push({ approval: approval.id, outcome: 'error', error })
      }
    }
  }
  return watched
}

async function look(ports: WatchApprovalsPorts, approval: Approval): Promise<'closed' | 'followed' | undefined> {
  if (approval.state === 'waiting') {
    const found = await ports.approvals.find(approval.site, approval.id)
    if (found === undefined) return undefined
    const closed = await closeIfOver(ports, found)
    if (closed === undefined) await announceApproval(ports, found.value)
    return closed && 'closed'
  }
  if (!(await isUnfinished(ports, approval))) return undefined
  await followApproval(ports, approval)
  return 'followed'
}

/** Approved and not released, or refused and still a candidate. */
async function isUnfinished({ models, releases }: WatchApprovalsPorts, { id, state, model, decisions }: Approval): Promise<boolean> {
  const registered = (await models.find(model.name, model.version))?.value
  if (registered === undefined || registered.digest !== model.digest) return false
  if (state === 'rejected') return registered.state === 'candidate' && decisions.at(-1)?.by !== 'system'
  if (state !== 'approved' || registered.state === 'revoked') return false
  return registered.state !== 'approved' || !(await releases.ofModel(model.digest)).some(({ approval }) => approval === id)
}

async function* recentOf({ approvals, clock }: WatchApprovalsPorts, site: Id): AsyncIterable<Approval> {
  const from = new Date(clock().getTime() - longestMs).toISOString()
  let cursor: string | undefined
  do {
    const page = await approvals.list({ sites: [site], cursor, limit: pageSize })
    for (const approval of page.items) {
      if (approval.askedAt < from) return
      yield approval
    }
    cursor = page.cursor
  } while (cursor !== undefined)
}
