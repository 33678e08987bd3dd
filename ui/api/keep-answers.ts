import { dehydrate, hydrate, type Query, type QueryClient } from '@tanstack/react-query'

const key = 'answers'
/** Beyond that a list is a day's scrolling; writing it down would hold up the page that closes. */
const maxPages = 5

/**
 * Keeps what was read for the same tab, and takes it up when the page opens again without a network: phones throw
 * away pages in the background. Only then, and only for this tab: another person on the same device sees nothing of it.
 */
export function keepAnswers(client: QueryClient): void {
  const kept = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  if (kept !== null && !navigator.onLine) hydrate(client, JSON.parse(kept))
  window.addEventListener('pagehide', () => write(client))
}

function write(client: QueryClient): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(dehydrate(client, { shouldDehydrateQuery: isWorthKeeping })))
  } catch {
    // More than the browser gives room for (or it gives none): the page then opens with what it can.
    sessionStorage.removeItem(key)
  }
}

function isWorthKeeping({ state: { data } }: Query): boolean {
  if (data === undefined) return false
  const pages = (data as { pages?: unknown } | null)?.pages
  return !Array.isArray(pages) || pages.length <= maxPages
}
