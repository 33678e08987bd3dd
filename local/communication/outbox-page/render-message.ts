import type { EmailAddress, SentEmail, SentMessage, SentSms } from '../message.ts'
import { escapeHtml, linkify } from './escape-html.ts'

/** One message of the page: an SMS as the bubble that a phone shows, an e-mail as a card. */
export function renderMessage(message: SentMessage): string {
  return message.kind === 'sms' ? renderSms(message) : renderEmail(message)
}

function renderSms(sms: SentSms): string {
  const { length } = sms.message
  return `<article class="sms" data-kind="sms" id="${escapeHtml(sms.id)}">
  <header><span class="channel">SMS</span> <span class="to">${bidi(sms.to)}</span> ${time(sms.at)}</header>
  <p class="bubble" dir="auto">${linkify(sms.message)}</p>
  <footer>from ${bidi(sms.from)} · ${length} characters${sms.tag === undefined ? '' : ` · tag ${bidi(sms.tag)}`}</footer>
</article>`
}

function renderEmail(email: SentEmail): string {
  const id = escapeHtml(email.id)
  const copies = [...email.cc.map((each) => `cc ${person(each)}`), ...email.bcc.map((each) => `bcc ${person(each)}`)]
  const text = email.plainText === undefined ? '' : `<div class="text" dir="auto">${linkify(email.plainText)}</div>`
  const frame =
    email.html === undefined
      ? ''
      : `<iframe title="The e-mail as it is shown" src="/outbox/${id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy"></iframe>`
  return `<article class="email" data-kind="email" id="${id}">
  <header><span class="channel">E-mail</span> <span class="to">${email.to.map(person).join(', ')}</span> ${time(email.at)}</header>
  <h2 dir="auto">${escapeHtml(email.subject)}</h2>
  ${email.error === undefined ? '' : `<p class="error">Not delivered: ${escapeHtml(email.error.message)}</p>`}
  ${frame === '' ? text : `${frame}${text === '' ? '' : `<details><summary>Plain text</summary>${text}</details>`}`}
  ${renderAttachments(email)}
  <footer>from ${bidi(email.from)}${copies.length === 0 ? '' : ` · ${copies.join(', ')}`}</footer>
</article>`
}

function renderAttachments({ id, attachments }: SentEmail): string {
  if (attachments.length === 0) return ''
  const items = attachments.map(({ name }, index) => `<li><a href="/outbox/${escapeHtml(id)}/attachments/${index}">${bidi(name)}</a></li>`)
  return `<ul class="attachments">${items.join('')}</ul>`
}

function person({ address, displayName }: EmailAddress): string {
  return displayName === undefined || displayName === '' ? bidi(address) : `${bidi(displayName)} &lt;${bidi(address)}&gt;`
}

function time(at: string): string {
  return `<time datetime="${escapeHtml(at)}">${escapeHtml(at.slice(0, 19).replace('T', ' '))} UTC</time>`
}

/** Isolated, so that a name with right-to-left letters cannot reorder what stands around it. */
function bidi(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`
}
