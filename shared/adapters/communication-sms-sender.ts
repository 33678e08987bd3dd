import { AsyncLocalStorage } from 'node:async_hooks'
import { SmsClient, type SmsSendResult } from '@azure/communication-sms'
import type { AlertSender, OutgoingAlert, SendResult } from '../ports.ts'
import {
  type CallOptions,
  type CommunicationSettings,
  clientOptions,
  defaultTimeoutMs,
  firstLine,
  type PipelinePolicy,
  resultOf,
  withDeadline,
} from './communication-client-options.ts'

/** @param from the number that alerts come from, as E.164 or as a short code */
export function createSmsSender(
  settings: CommunicationSettings,
  from: string,
  { timeoutMs = defaultTimeoutMs }: CallOptions = {},
): AlertSender {
  const current = new AsyncLocalStorage<OutgoingAlert>()
  const { additionalPolicies = [], ...others } = clientOptions(settings, current)
  const options = {
    ...others,
    additionalPolicies: [...additionalPolicies, { policy: repeatabilityPolicy(current), position: 'perCall' as const }],
  }
  const client =
    'connectionString' in settings
      ? new SmsClient(settings.connectionString, options)
      : new SmsClient(settings.endpoint, settings.credential, options)
  return (alert) =>
    current.run(alert, async () => {
      try {
        const request = { from, to: [alert.to], message: alert.text }
        const [result] = await withDeadline(timeoutMs, (abortSignal) => client.send(request, { abortSignal }))
        return result === undefined ? unavailable('the answer names no recipient') : resultOfRecipient(result)
      } catch (error) {
        return resultOf(error)
      }
    })
}

/**
 * The client makes a new id and time for every call, so the provider would take our second attempt for a second
 * message. They are in the body, one pair a recipient; the request is signed after this policy ran.
 */
function repeatabilityPolicy(current: AsyncLocalStorage<OutgoingAlert>): PipelinePolicy {
  return {
    name: 'sightloopRepeatability',
    sendRequest: (request, next) => {
      const alert = current.getStore()
      if (alert === undefined) throw new Error('An SMS can only be sent as an alert.')
      const body = JSON.parse(String(request.body)) as { smsRecipients: object[] }
      const repeatability = {
        repeatabilityRequestId: alert.requestId,
        repeatabilityFirstSent: new Date(alert.firstSentAt).toUTCString(),
      }
      request.body = JSON.stringify({ ...body, smsRecipients: body.smsRecipients.map((recipient) => ({ ...recipient, ...repeatability })) })
      return next(request)
    },
  }
}

/** The call succeeds whatever became of its recipients; each has a status of its own. */
function resultOfRecipient({ successful, messageId, httpStatusCode, errorMessage }: SmsSendResult): SendResult {
  if (successful && messageId !== undefined) return { outcome: 'accepted', providerId: messageId }
  return resultOf(Object.assign(new Error(firstLine(errorMessage ?? 'refused')), { statusCode: httpStatusCode }))
}

function unavailable(reason: string): SendResult {
  return { outcome: 'unavailable', reason, retryAfterSeconds: undefined }
}
