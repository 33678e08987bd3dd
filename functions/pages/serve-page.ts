import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions'
import { Fault } from '../../shared/domain/faults.ts'
import type { Principal } from '../../shared/domain/person.ts'
import { identifyPerson } from '../../shared/operations/identify-person.ts'
import type { Ports } from '../../shared/ports.ts'
import { answerHeaders } from '../review/answer-headers.ts'
import { parsePrincipal } from '../review/parse-principal.ts'
import { problemOf } from '../review/problem.ts'
import type { ServeOptions } from '../review/serve-route.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

export interface PageOptions extends ServeOptions {
  /** Where pictures come from: the links to media lead there. */
  readonly mediaOrigin: string
}

export type Page =
  | { readonly title: string; readonly content: Html; readonly refreshSeconds?: number; readonly status?: number }
  | { readonly goTo: string }

/** Makes a page into a handler: who is not signed in is sent to do so and comes back, what goes wrong is said on a page. */
export function servePage(
  ports: Ports,
  options: PageOptions,
  page: (ports: Ports, person: Principal, request: HttpRequest) => Promise<Page>,
): HttpHandler {
  return async (request, context) => {
    let person: Principal | undefined
    try {
      const identity = request.headers.get('x-ms-client-principal')
      if (identity === null) return goTo(`/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(new URL(request.url).pathname)}`)
      person = await identifyPerson(ports, parsePrincipal(identity, options.tenant))
      if (request.method !== 'GET') refuseForeignForm(request, options.publicOrigin)
      const answer = await page(ports, person, request)
      if ('goTo' in answer) return goTo(answer.goTo)
      return send(layout({ ...answer, person }, answer.content), answer.status ?? 200, options)
    } catch (error) {
      const { status, title, detail, correlation } = problemOf(error, context.invocationId)
      if (status >= 500) context.error('page', error)
      const content = html`<h1>${title}</h1><p>${detail}</p><p class="soft">${status >= 500 ? `In the log: ${correlation}` : ''}</p>`
      return send(layout({ title: 'Sorry', person }, content), status, options)
    }
  }
}

/** A form of another site must not judge for the person. Older browsers send no Sec-Fetch-Site, all send Origin with a POST. */
function refuseForeignForm(request: HttpRequest, publicOrigin: string): void {
  const site = request.headers.get('sec-fetch-site')
  const isOwn = request.headers.get('origin') === publicOrigin && (site === null || site === 'same-origin')
  if (!isOwn) throw new Fault('origin-foreign')
}

function goTo(location: string): HttpResponseInit {
  return { status: 303, headers: { ...answerHeaders, location } }
}

function send(body: string, status: number, { mediaOrigin }: PageOptions): HttpResponseInit {
  const policy = `default-src 'none'; style-src 'self'; img-src 'self' ${mediaOrigin}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
  // Without a referrer browsers send `Origin: null` with a form, and the form could not be told from one of another site.
  const own = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, 'referrer-policy': 'same-origin' }
  return { status, headers: { ...answerHeaders, ...own }, body }
}
