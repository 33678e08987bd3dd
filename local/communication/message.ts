/** One SMS to one number, as it was taken. */
export interface SentSms {
  readonly kind: 'sms'
  readonly id: string
  readonly at: string
  readonly from: string
  readonly to: string
  readonly message: string
  readonly tag?: string | undefined
  /** Repeatability: the id that a repeated request is known by, and when it was first sent. */
  readonly requestId?: string | undefined
  readonly firstSentAt?: string | undefined
}

export interface EmailAddress {
  readonly address: string
  readonly displayName?: string | undefined
}

export interface SentEmail {
  readonly kind: 'email'
  /** The operation's id. */
  readonly id: string
  readonly at: string
  readonly from: string
  readonly to: readonly EmailAddress[]
  readonly cc: readonly EmailAddress[]
  readonly bcc: readonly EmailAddress[]
  readonly replyTo: readonly EmailAddress[]
  readonly subject: string
  readonly plainText?: string | undefined
  readonly html?: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly attachments: readonly Attachment[]
  readonly status: 'Succeeded' | 'Failed'
  readonly error?: { readonly code: string; readonly message: string } | undefined
}

export interface Attachment {
  readonly name: string
  readonly contentType: string
  readonly contentInBase64: string
  readonly contentId?: string | undefined
}

export type SentMessage = SentSms | SentEmail
