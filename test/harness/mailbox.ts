import type { OutgoingAlert, SendResult } from '../../shared/ports.ts'

/** A provider of messages that keeps what it was given, and answers what the test put into `answers`, else "accepted". */
export function createMailbox() {
  const mails: OutgoingAlert[] = []
  const answers: SendResult[] = []
  const send = async (mail: OutgoingAlert): Promise<SendResult> => {
    mails.push(mail)
    return answers.shift() ?? { outcome: 'accepted', providerId: mail.requestId }
  }
  const empty = () => {
    mails.length = 0
    answers.length = 0
  }
  return { mails, answers, senders: { sms: send, email: send }, empty }
}
