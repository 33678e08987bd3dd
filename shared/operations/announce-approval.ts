import type { Approval } from '../domain/approval.ts'
import { approvalMail } from '../domain/approval-mail.ts'
import { type AnnouncementPorts, sendAnnouncement } from './send-announcement.ts'

export type AnnouncePorts = AnnouncementPorts

/** Tells the recipients with topic `approvals` that a model waits for them; called again until all have been told. */
export function announceApproval(ports: AnnouncePorts, approval: Approval): Promise<void> {
  const { site, id } = approval
  const write = (...to: [Parameters<typeof approvalMail>[1], string, boolean]) => approvalMail(approval, ...to)
  return sendAnnouncement(ports, { site, kind: 'approval', id, topics: ['approvals'], write })
}
