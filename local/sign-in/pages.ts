import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createSession, identify, sessionCookie } from './identify.ts'
import { type LaptopPerson, laptopPeople } from './people.ts'

/**
 * The pages that App Service authentication puts in front of an app: `/.auth/login/aad`, `/.auth/logout`, `/.auth/me`.
 * Here one picks a person instead of typing a password.
 *
 * @returns whether the request was for one of them and is answered
 */
export function answerSignIn(request: IncomingMessage, response: ServerResponse, key: Buffer): boolean {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (!url.pathname.startsWith('/.auth/')) return false
  const back = localPath(url.searchParams.get('post_login_redirect_uri'))

  if (url.pathname === '/.auth/login/aad' && request.method === 'GET') {
    response.writeHead(200, pageHeaders).end(loginPage(back))
  } else if (url.pathname.startsWith('/.auth/login/aad/') && request.method === 'POST') {
    const person = laptopPeople.find(({ handle }) => url.pathname.endsWith(`/${handle}`))
    if (person === undefined) response.writeHead(404).end()
    else {
      // Lax: the link in an SMS or e-mail opens signed in, a form of another site does not.
      const cookie = `${sessionCookie}=${createSession(person, key)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=28800`
      response.writeHead(303, { 'set-cookie': cookie, location: back }).end()
    }
  } else if (url.pathname === '/.auth/logout') {
    const after = url.searchParams.get('post_logout_redirect_uri')
    const location = after === null ? '/.auth/login/aad' : localPath(after)
    response.writeHead(303, { 'set-cookie': `${sessionCookie}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`, location }).end()
  } else if (url.pathname === '/.auth/sign-in.css') {
    response.writeHead(200, { ...pageHeaders, 'content-type': 'text/css; charset=utf-8' }).end(style())
  } else if (url.pathname === '/.auth/me') {
    const headers = identify(request, key)
    const body = headers === undefined ? [] : [{ provider_name: 'aad', user_id: headers['x-ms-client-principal-name'] }]
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
  } else response.writeHead(404).end()
  return true
}

/** Only a path of this very server: a link must not send a person elsewhere after signing in. */
function localPath(path: string | null): string {
  return path !== null && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/'
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
/** Colours and type of the product's own pages, so that one does not seem to leave it. */
const style = () => `${read('../../ui/design/tokens.css')}\n${read('./sign-in.css')}`

function loginPage(back: string): string {
  const query = new URLSearchParams({ post_login_redirect_uri: back }).toString().replaceAll('&', '&amp;')
  const people = laptopPeople.map(
    ({ handle, name }) => `<li><form method="post" action="/.auth/login/aad/${handle}?${query}">
<button>${name}</button><p>${work[handle]}</p></form></li>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in · Sightloop</title><link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/.auth/sign-in.css"></head>
<body><main><header><img src="/icon.svg" alt="" width="40" height="40"><h1>Who are you?</h1>
<p>This is the laptop: pick a role. In Azure, Microsoft Entra ID asks.</p></header><ul>${people.join('')}</ul></main></body></html>`
}

const work: Readonly<Record<LaptopPerson['handle'], string>> = {
  'site-engineer': 'Judges incidents, is on call',
  'data-labeler': 'Labels frames and corrects boxes',
  'data-scientist': 'Trains, compares and approves models',
  'iot-engineer': 'Devices, cameras, rules and rollouts',
  'safety-auditor': 'Archive, evidence and the audit chain',
  admin: 'People and sites, and everything else',
}
