import type { IncomingMessage, ServerResponse } from 'node:http'
import { createSession, identify, sessionCookie } from './identify.ts'
import { laptopPeople } from './people.ts'

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
    response
      .writeHead(303, { 'set-cookie': `${sessionCookie}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`, location: '/.auth/login/aad' })
      .end()
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
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

function loginPage(back: string): string {
  const query = new URLSearchParams({ post_login_redirect_uri: back })
  const buttons = laptopPeople.map(
    ({ handle, name }) =>
      `<form method="post" action="/.auth/login/aad/${handle}?${query.toString().replaceAll('&', '&amp;')}"><button>${name}</button></form>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in · Sightloop</title>
<style>
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;min-height:100dvh;display:grid;place-items:center;background:light-dark(#f2f4f7,#12161c);color:light-dark(#18202a,#e8edf3)}
main{width:min(22rem,calc(100vw - 2rem));padding:2rem 0}
h1{font-size:1.4rem;margin:0}
p{margin:.25rem 0 1.25rem;color:light-dark(#566273,#9aa7b8)}
button{width:100%;margin:0 0 .5rem;padding:.8rem 1rem;font:inherit;text-align:left;color:inherit;background:light-dark(#fff,#1c232d);border:1px solid light-dark(#d5dbe3,#323d4b);border-radius:.5rem;cursor:pointer}
button:hover,button:focus-visible{border-color:light-dark(#1c66d6,#74a9ff);outline:none}
</style>
<main><h1>Who are you?</h1><p>This is the laptop: pick a role. In Azure, Microsoft Entra ID asks.</p>${buttons.join('')}</main></html>`
}
