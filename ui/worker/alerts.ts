declare const self: ServiceWorkerGlobalScope

/** As shared/domain/alert-content.ts writes it. */
interface Alert {
  readonly title: string
  readonly text: string
  readonly incident: string
  readonly severity: 'critical' | 'warning' | 'info'
}

/** One notification an incident: news of the same one take its place, and ring again only for what cannot wait. */
export async function showAlert(message: PushMessageData): Promise<void> {
  const { title, text, incident, severity } = message.json() as Alert
  const isCritical = severity === 'critical'
  // Browsers know `renotify`, the types do not.
  const options: NotificationOptions & { renotify: boolean } = {
    body: text,
    tag: incident,
    icon: '/icon.svg',
    data: { incident },
    requireInteraction: isCritical,
    renotify: isCritical,
  }
  await self.registration.showNotification(title, options)
}

/** Leads to the incident: in a window that is open, or in a new one. */
export async function openIncident(notification: Notification): Promise<void> {
  notification.close()
  const { incident } = notification.data as { incident: string }
  const address = `/incidents/${encodeURIComponent(incident)}`
  const windows = await self.clients.matchAll({ type: 'window' })
  const open = windows.find(({ focused }) => focused) ?? windows[0]
  if (open === undefined) return void (await self.clients.openWindow(address))
  // A browser may refuse to bring it to the front; the incident opens all the same.
  await open.focus().catch(() => {})
  await open.navigate(address)
}
