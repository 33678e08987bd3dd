import type { SentMessage } from '../message.ts'
import { renderMessage } from './render-message.ts'

const shown = 200

/** The whole page, newest message first. */
export function renderPage(messages: readonly SentMessage[]): string {
  const sms = messages.filter(({ kind }) => kind === 'sms').length
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Outbox · Sightloop</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/outbox.css">
<script src="/outbox.js" defer></script>
</head>
<body>
<header class="bar">
  <h1>Outbox</h1>
  <p>Nothing leaves this machine.</p>
  <nav aria-label="Show">
    <button type="button" data-show="all" aria-pressed="true">All <b data-count="all">${messages.length}</b></button>
    <button type="button" data-show="sms" aria-pressed="false">SMS <b data-count="sms">${sms}</b></button>
    <button type="button" data-show="email" aria-pressed="false">E-mail <b data-count="email">${messages.length - sms}</b></button>
  </nav>
  <span class="live" role="status"></span>
</header>
<main id="messages" aria-live="polite">
${messages.slice(0, shown).map(renderMessage).join('\n')}
</main>
<section class="empty">
  <h2>No message yet</h2>
  <p>When a camera raises an incident, the SMS and e-mails to the people on call appear here.</p>
</section>
</body>
</html>
`
}
