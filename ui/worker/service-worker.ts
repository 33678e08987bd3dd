import { openIncident, showAlert } from './alerts.ts'
import { type PushSubscriptionChange, renewPush } from './renew-push.ts'
import { isShellFile, keepShell, openFile, openPage, removeOldShells } from './shell.ts'

declare const self: ServiceWorkerGlobalScope

// No skipWaiting: tabs that are open still load what belongs to their own version, from the cache that came with it.
self.addEventListener('install', (event) => event.waitUntil(keepShell()))

self.addEventListener('activate', (event) =>
  // A first visit goes on offline, too, and a page need not wait for this script to start.
  event.waitUntil(Promise.all([removeOldShells(), self.clients.claim(), self.registration.navigationPreload.enable()])),
)

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  // What the API says and who is signed in is never kept here; nor is what comes from elsewhere.
  if (request.method !== 'GET' || origin !== self.location.origin || /^\/(api|\.auth|admin|runtime)(\/|$)/.test(pathname)) return
  if (request.mode === 'navigate') event.respondWith(openPage(event))
  else if (isShellFile(pathname)) event.respondWith(openFile(request))
})

self.addEventListener('push', (event) => {
  // The app always says something; a message without words is not its.
  if (event.data !== null) event.waitUntil(showAlert(event.data))
})

self.addEventListener('notificationclick', (event) => event.waitUntil(openIncident(event.notification)))

// The types do not know it yet.
self.addEventListener('pushsubscriptionchange', (event) => {
  const change = event as PushSubscriptionChange
  change.waitUntil(renewPush(change))
})
