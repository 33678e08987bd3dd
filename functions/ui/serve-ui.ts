import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions'
import { Fault } from '../../shared/domain/faults.ts'
import { answerHeaders } from '../review/answer-headers.ts'
import { problemOf } from '../review/problem.ts'
import { type Encoding, readUiFiles, type UiFile } from './ui-files.ts'

export interface UiOptions {
  readonly folder: string
  /** Where pictures, clips and imports are: the links to media lead there. */
  readonly mediaOrigin: string
}

/**
 * Answers with the files of the pages; every other path gets the page itself, which knows its own addresses.
 * Nothing of a plant is in them, so anybody may have them: what they show, the API gives to those who may see it.
 */
export function serveUi(options: UiOptions): HttpHandler {
  let files: ReadonlyMap<string, UiFile> = new Map()
  const headers = pageHeaders(options)
  return async (request) => {
    // On the laptop the pages may be built while the app runs already.
    if (files.size === 0) files = readUiFiles(options.folder)
    const path = request.params['path'] ?? ''
    const file = files.get(path) ?? (isFile(path) ? undefined : files.get('index.html'))
    if (file === undefined) return missing(path)
    const encoding = pick(request, file)
    return {
      headers: {
        ...answerHeaders,
        ...headers,
        'content-type': file.contentType,
        'cache-control': file.isFixed ? 'public, max-age=31536000, immutable' : 'no-cache',
        vary: 'accept-encoding',
        ...(encoding !== 'identity' && { 'content-encoding': encoding }),
      },
      body: file.bytes[encoding]!,
    }
  }
}

/** What is no page: an old page may ask for files that are gone, and a caller of the API must not be answered with one. */
function isFile(path: string): boolean {
  return /^(assets|api|admin|runtime|\.)/.test(path)
}

function missing(path: string): HttpResponseInit {
  if (isFile(path)) {
    const { status, ...problem } = problemOf(new Fault('not-found'), '')
    return {
      status,
      headers: { ...answerHeaders, 'content-type': 'application/problem+json' },
      body: JSON.stringify({ status, ...problem }),
    }
  }
  const headers = { ...answerHeaders, 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2', refresh: '2' }
  return {
    status: 503,
    headers,
    body: 'The pages are not built. On a laptop this takes a few seconds after the first start; elsewhere: npm run build.',
  }
}

function pick(request: HttpRequest, { bytes }: UiFile): Encoding {
  const accepted = request.headers.get('accept-encoding') ?? ''
  if (bytes.br !== undefined && /\bbr\b/.test(accepted)) return 'br'
  if (bytes.gzip !== undefined && /\bgzip\b/.test(accepted)) return 'gzip'
  return 'identity'
}

function pageHeaders({ mediaOrigin }: UiOptions): Record<string, string> {
  const media = `'self' blob: ${mediaOrigin}`
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `img-src ${media}`,
      `media-src ${media}`,
      `connect-src 'self' ${mediaOrigin}`,
      "font-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      // No string becomes code or markup; `sightloop` is the one policy, for the address of the service worker.
      "require-trusted-types-for 'script'",
      'trusted-types sightloop',
    ].join('; '),
    'referrer-policy': 'same-origin',
  }
}
