import type { RouteChannel } from './alert.ts'
import type { EmailQuota } from './email-quota.ts'

export interface AlertSettings {
  /** Where people reach the app, for example `https://sightloop.example.com`. The only host that an alert links to. */
  readonly publicUrl: string
  /** How long one cause (camera and label) raises no second message to the same recipient over the channel. Browsers have that of SMS. */
  readonly cooldownSeconds: Readonly<Record<RouteChannel, number>>
  /** What the e-mail resource may send. */
  readonly emailQuota: EmailQuota
}

/** SMS as the least that a storm may cost; e-mail longer, because a mailbox fills for hours. */
export const defaultCooldownSeconds: AlertSettings['cooldownSeconds'] = { sms: 300, email: 900 }
