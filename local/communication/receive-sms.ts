import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Answer } from './answer.ts'
import { tooManyRequests } from './answer.ts'
import { maxSmsChars, maxSmsRecipients, type RateLimits, repeatabilityWindowMs, type Throttle } from './limits.ts'
import type { Outbox } from './outbox.ts'

const phoneNumber = /^\+[1-9]\d{6,14}$/
/** A number, a short code, or a name of up to eleven letters. */
const sender = /^(\+[1-9]\d{6,14}|\d{3,8}|[A-Za-z0-9 &_-]{1,11})$/

const SmsRequest = z.object({
  from: z.string().regex(sender, 'Invalid From phone number format.'),
  smsRecipients: z
    .array(
      z.object({
        to: z.string().min(1).max(100),
        repeatabilityRequestId: z.guid().optional(),
        repeatabilityFirstSent: z
          .string()
          .refine((value) => !Number.isNaN(Date.parse(value)), 'Not a date.')
          .optional(),
      }),
    )
    .min(1)
    .max(maxSmsRecipients),
  message: z.string().min(1).max(maxSmsChars),
  smsSendOptions: z.object({ enableDeliveryReport: z.boolean().optional(), tag: z.string().max(2048).optional() }).optional(),
})
type SmsRecipient = z.infer<typeof SmsRequest>['smsRecipients'][number]

export interface SmsContext {
  readonly outbox: Outbox
  readonly now: () => Date
  readonly limits: RateLimits | undefined
  readonly throttle: Throttle
}

/** `POST /sms`. The answer is 202 as soon as the request can be read; what became of each recipient stands inside. */
export async function receiveSms(body: unknown, context: SmsContext): Promise<Answer> {
  const parsed = SmsRequest.safeParse(body)
  if (!parsed.success) return badRequest(parsed.error)
  const { from, smsRecipients, message, smsSendOptions } = parsed.data
  const waitSeconds = context.limits && context.throttle(`sms ${from}`, context.limits.smsPerMinute)
  if (waitSeconds !== undefined) return tooManyRequests(waitSeconds)
  const value = await Promise.all(
    smsRecipients.map((recipient) => receiveOne(recipient, { from, message, tag: smsSendOptions?.tag }, context)),
  )
  return { status: 202, body: { value } }
}

async function receiveOne(recipient: SmsRecipient, sms: { from: string; message: string; tag: string | undefined }, context: SmsContext) {
  const { to, repeatabilityRequestId: requestId, repeatabilityFirstSent: firstSentAt } = recipient
  const refused = (httpStatusCode: number, errorMessage: string) => ({
    to,
    httpStatusCode,
    repeatabilityResult: 'rejected',
    successful: false,
    errorMessage,
  })
  if (!phoneNumber.test(to)) return refused(400, 'Invalid To phone number format.')
  const now = context.now()
  if (firstSentAt !== undefined && Math.abs(now.getTime() - Date.parse(firstSentAt)) > repeatabilityWindowMs)
    return refused(412, 'The repeatability window of the request has passed.')
  const accepted = (messageId: string) => ({ to, messageId, httpStatusCode: 202, repeatabilityResult: 'accepted', successful: true })
  const known = requestId === undefined ? undefined : context.outbox.findSms(to, requestId)
  if (known !== undefined && known.firstSentAt === firstSentAt) {
    await context.outbox.add(known)
    return accepted(known.id)
  }
  if (known !== undefined) return refused(400, 'The request id was used before with another time of first sending.')
  const id = `Outgoing_${randomUUID()}`
  await context.outbox.add({ kind: 'sms', id, at: now.toISOString(), to, ...sms, requestId, firstSentAt })
  return accepted(id)
}

/** The SMS API describes errors as problem details, unlike the e-mail API. */
function badRequest(error: z.ZodError): Answer {
  const errors = Object.fromEntries(error.issues.map((issue) => [issue.path.join('.') || 'body', [issue.message]]))
  return {
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
    body: {
      type: 'https://tools.ietf.org/html/rfc7231#section-6.5.1',
      title: 'One or more validation errors occurred.',
      status: 400,
      errors,
    },
  }
}
