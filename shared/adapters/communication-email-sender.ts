import { AsyncLocalStorage } from 'node:async_hooks'
import { EmailClient, type EmailMessage } from '@azure/communication-email'
import type { AlertSender, OutgoingAlert, SendResult } from '../ports.ts'
import {
  type CallOptions,
  type CommunicationSettings,
  clientOptions,
  defaultTimeoutMs,
  resultOf,
  withDeadline,
} from './communication-client-options.ts'

/** @param from an address of a domain that is linked to the resource */
export function createEmailSender(
  settings: CommunicationSettings,
  from: string,
  { timeoutMs = defaultTimeoutMs }: CallOptions = {},
): AlertSender {
  const current = new AsyncLocalStorage<OutgoingAlert>()
  const options = clientOptions(settings, current)
  const client =
    'connectionString' in settings
      ? new EmailClient(settings.connectionString, options)
      : new EmailClient(settings.endpoint, settings.credential, options)
  return (alert) =>
    current.run(alert, async (): Promise<SendResult> => {
      let isAccepted = false
      try {
        await withDeadline(timeoutMs, (abortSignal) =>
          client.beginSend(toMessage(alert, from), {
            // The provider's handle for a repeated request: the same id is the same e-mail.
            operationId: alert.requestId,
            abortSignal,
            onResponse: ({ status, request }) => {
              isAccepted ||= request.method === 'POST' && status === 202
            },
          }),
        )
        return { outcome: 'accepted', providerId: alert.requestId }
      } catch (error) {
        return isAccepted ? resultOfPoll(error, alert.requestId) : resultOf(error)
      }
    })
}

/**
 * `beginSend` asks once how the operation goes. That the answer was a refusal of the e-mail is known for certain;
 * that asking failed (it has limits of its own) changes nothing about an e-mail that was taken.
 */
function resultOfPoll(error: unknown, providerId: string): SendResult {
  const message = error instanceof Error ? error.message : ''
  const failure = /^The long-running operation has (?:failed|been canceled)\.?\s*(.*)/.exec(message)
  return failure === null ? { outcome: 'accepted', providerId } : { outcome: 'refused', reason: failure[1]!.slice(0, 200) }
}

function toMessage({ to, subject, text, html }: OutgoingAlert, senderAddress: string): EmailMessage {
  return {
    senderAddress,
    content: { subject, plainText: text, ...(html === undefined ? {} : { html }) },
    recipients: { to: [{ address: to }] },
    // A picture that reports who has opened an alert is none of our business.
    disableUserEngagementTracking: true,
  }
}
