import { readFileSync } from 'node:fs'
import type { Answer } from '../answer.ts'
import type { SentEmail, SentMessage } from '../message.ts'
import type { Outbox } from '../outbox.ts'
import { renderPage } from './render-page.ts'

const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// An e-mail is somebody else's HTML: no script, no form, an origin of its own; only links, which open in a new tab.
const emailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; frame-ancestors 'self'"

const files: Readonly<Record<string, { name: string; contentType: string }>> = {
  '/outbox.css': { name: 'outbox.css', contentType: 'text/css; charset=utf-8' },
  '/outbox.js': { name: 'outbox.js', contentType: 'text/javascript; charset=utf-8' },
}

/** The outbox for people (`/`) and for programs (`/outbox`). Undefined for a path that is not of the page. */
export function answerPage({ pathname }: URL, outbox: Outbox): Answer | undefined {
  if (pathname === '/') return html(renderPage(outbox.list()), pagePolicy)
  if (pathname === '/outbox') return { status: 200, headers: { 'cache-control': 'no-store' }, body: { messages: outbox.list().map(brief) } }
  const file = files[pathname]
  if (file !== undefined)
    return { status: 200, headers: { 'content-type': file.contentType }, body: readFileSync(new URL(file.name, import.meta.url)) }
  const match = /^\/outbox\/([\w-]+)\/(html|attachments\/(\d+))$/.exec(pathname)
  if (match === null) return undefined
  const message = outbox.find(match[1]!)
  if (message?.kind !== 'email') return { status: 404, body: 'There is no such e-mail.' }
  return match[3] === undefined ? html(`<base target="_blank">${message.html ?? ''}`, emailPolicy) : attachment(message, Number(match[3]))
}

function html(body: string, policy: string): Answer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  }
  return { status: 200, headers, body }
}

function attachment(email: SentEmail, index: number): Answer {
  const found = email.attachments[index]
  if (found === undefined) return { status: 404, body: 'There is no such attachment.' }
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    },
    body: Buffer.from(found.contentInBase64, 'base64'),
  }
}

/** Attachments are fetched one by one; a list of messages must stay small. */
function brief(message: SentMessage): object {
  if (message.kind === 'sms') return message
  return { ...message, attachments: message.attachments.map(({ name, contentType }) => ({ name, contentType })) }
}
