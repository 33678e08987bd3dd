import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Answer, errorAnswer, tooManyRequests } from './answer.ts'
import { maxEmailRecipients, type RateLimits, type Throttle } from './limits.ts'
import type { SentEmail } from './message.ts'
import type { Outbox } from './outbox.ts'

const Address = z.object({ address: z.email().max(320), displayName: z.string().max(320).optional() })
const Addresses = z.array(Address).default([])

const EmailRequest = z.object({
  senderAddress: z.email(),
  content: z
    .object({ subject: z.string().min(1).max(998), plainText: z.string().optional(), html: z.string().optional() })
    .refine(({ plainText, html }) => Boolean(plainText) || Boolean(html), 'plainText or html is needed.'),
  recipients: z.object({ to: Addresses, cc: Addresses, bcc: Addresses }),
  replyTo: Addresses,
  headers: z.record(z.string(), z.string()).default({}),
  attachments: z
    .array(
      z.object({
        name: z.string().min(1).max(255),
        contentType: z.string().min(1).max(255),
        contentInBase64: z.base64(),
        contentId: z.string().optional(),
      }),
    )
    .default([]),
  userEngagementTrackingDisabled: z.boolean().optional(),
})

export interface EmailContext {
  readonly outbox: Outbox
  readonly now: () => Date
  readonly limits: RateLimits | undefined
  readonly throttle: Throttle
  /** `http://host:port`, as the client knows us. */
  readonly origin: string
  readonly apiVersion: string
}

/** `POST /emails:send`. The same `Operation-Id` again leads to the same operation and to no second message. */
export async function receiveEmail(body: unknown, operationId: string | undefined, context: EmailContext): Promise<Answer> {
  const operation = z.guid().optional().safeParse(operationId)
  if (!operation.success) return errorAnswer(400, 'InvalidOperationId', 'Operation-Id must be a UUID.')
  const known = operation.data === undefined ? undefined : context.outbox.findEmail(operation.data.toLowerCase())
  if (known !== undefined) {
    await context.outbox.add(known)
    return accepted(known.id, context)
  }
  const parsed = EmailRequest.safeParse(body)
  if (!parsed.success) return errorAnswer(400, 'BadRequest', z.prettifyError(parsed.error))
  const { senderAddress, content, recipients, replyTo, headers, attachments } = parsed.data
  const count = recipients.to.length + recipients.cc.length + recipients.bcc.length
  if (count === 0) return errorAnswer(400, 'BadRequest', 'There is no recipient.')
  if (count > maxEmailRecipients) return errorAnswer(400, 'BadRequest', `${count} recipients; at most ${maxEmailRecipients} are allowed.`)
  const { limits } = context
  const waitSeconds = limits && context.throttle('email', limits.emailsPerMinute, limits.emailsPerHour)
  if (waitSeconds !== undefined) return tooManyRequests(waitSeconds)
  const id = operation.data?.toLowerCase() ?? randomUUID()
  await context.outbox.add({
    kind: 'email',
    id,
    at: context.now().toISOString(),
    from: senderAddress,
    ...recipients,
    replyTo,
    ...content,
    headers,
    attachments,
    ...delivery([...recipients.to, ...recipients.cc, ...recipients.bcc].map(({ address }) => address)),
  })
  return accepted(id, context)
}

/** `GET /emails/operations/{id}`. */
export function readEmailStatus(id: string, context: EmailContext): Answer {
  const { limits } = context
  const waitSeconds = limits && context.throttle('email status', limits.statusPerMinute, limits.statusPerHour)
  if (waitSeconds !== undefined) return tooManyRequests(waitSeconds)
  const email = context.outbox.findEmail(id.toLowerCase())
  if (email === undefined) return errorAnswer(404, 'OperationNotFound', 'There is no such operation.')
  return { status: 200, body: { id: email.id, status: email.status, error: email.error ?? null } }
}

function accepted(id: string, { origin, apiVersion }: EmailContext): Answer {
  return {
    status: 202,
    headers: {
      'operation-location': `${origin}/emails/operations/${id}?api-version=${encodeURIComponent(apiVersion)}`,
      'retry-after': '1',
    },
    body: { id, status: 'Running', error: null },
  }
}

/** The top-level domain `invalid` never exists (RFC 2606), so it is the way to see an e-mail fail after it was accepted. */
function delivery(addresses: readonly string[]): Pick<SentEmail, 'status' | 'error'> {
  if (!addresses.every((address) => address.toLowerCase().endsWith('.invalid'))) return { status: 'Succeeded' }
  return {
    status: 'Failed',
    error: { code: 'EmailDroppedAllRecipientsSuppressed', message: 'No recipient can be reached: the domain does not exist.' },
  }
}
