import type { AlertContent } from './alert-content.ts'
import type { Approval } from './approval.ts'
import { plainName } from './plain-name.ts'
import type { Roster } from './roster.ts'

const gateWords: Readonly<Record<Approval['gate'], string>> = {
  better: 'better than the model in force',
  undecided: 'not clearly better or worse: there are too few samples to say',
  worse: 'worse than the model in force',
}

/** What a data scientist reads: which model, what the comparison said, until when, and where to answer. Plain text only. */
export function approvalMail(approval: Approval, { site }: Roster, publicUrl: string, isRepeat: boolean): AlertContent {
  const name = plainName(site.name, 60)
  const base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`
  const { model, gate, needed, id } = approval
  const lines = [
    `Model ${model.name} ${model.version} waits for approval at ${name}.`,
    `By its comparison it is ${gateWords[gate]}.`,
    `Needed: ${needed === 1 ? 'one person' : `${needed} people`} who had no hand in the model or its labels. Without an answer it is refused at ${approval.expiresAt}.`,
    `Question: ${new URL(`approvals/${id}`, base).href}`,
    `Comparison: ${new URL(`evaluations/${approval.evaluation}`, base).href}`,
    ...(isRepeat ? ['This may have reached you before: we could not find out whether the first attempt arrived.'] : []),
  ]
  const subject = `${isRepeat ? 'Repeat: ' : ''}[APPROVAL] ${model.name} ${model.version} at ${name}`
  return { subject, text: `${lines.join('\n\n')}\n`, html: undefined }
}
