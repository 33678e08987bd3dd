import { readFileSync } from 'node:fs'
import { Fault } from '../../shared/domain/faults.ts'

export interface RegistryAccess {
  /** `host[:port]`. */
  readonly host: string
  /**
   * GET of a path below `/v2/`. Answers 200 or 206. @throws Fault `registry-unavailable`, which is worth another attempt
   */
  get(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response>
}

export interface RegistryOptions {
  readonly host: string
  /** Holds `user:password`; read at each sign-in, as secrets change. */
  readonly credentialsFile: string | undefined
}

/**
 * The one registry that this device takes models from, by the OCI distribution API. It signs in as the registry asks:
 * with a bearer token that user and password are exchanged for, as Azure Container Registry does, or with these themselves.
 */
export function openRegistry({ host, credentialsFile }: RegistryOptions): RegistryAccess {
  const origin = new URL(`${isLoopback(host) ? 'http' : 'https'}://${host}`)
  // By scope; a registry gives them a few minutes.
  const tokens = new Map<string, string>()

  async function get(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    const repository = path.slice(0, path.lastIndexOf('/', path.lastIndexOf('/') - 1))
    const ask = (authorization: string | undefined) =>
      request(new URL(`/v2/${path}`, origin), { ...headers, ...(authorization === undefined ? {} : { authorization }) }, signal)
    let answer = await ask(tokens.get(repository))
    if (answer.status === 401) {
      await answer.body?.cancel()
      const authorization = await signIn(answer.headers.get('www-authenticate') ?? '', `repository:${repository}:pull`, signal)
      tokens.set(repository, authorization)
      answer = await ask(authorization)
    }
    if (answer.status >= 300 && answer.status < 400) answer = await follow(answer, headers, signal)
    if (answer.status === 200 || answer.status === 206) return answer
    await answer.body?.cancel()
    throw new Fault('registry-unavailable', `${host} answered ${answer.status} for ${path}.`)
  }

  /** Large layers lie elsewhere, as the registry says; whoever has them gets no credentials, and the digest is checked anyway. */
  async function follow(answer: Response, { range }: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    await answer.body?.cancel()
    const target = new URL(answer.headers.get('location') ?? '', origin)
    if (target.protocol !== 'https:' && target.origin !== origin.origin)
      throw new Fault('registry-unavailable', `${host} sends on to ${target.protocol}//${target.host}, which is not safe.`)
    return request(target, range === undefined ? {} : { range }, signal)
  }

  async function signIn(challenge: string, scope: string, signal: AbortSignal): Promise<string> {
    const basic = `Basic ${Buffer.from(readCredentials()).toString('base64')}`
    if (/^basic\b/i.test(challenge)) return basic
    const field = (name: string) => new RegExp(`${name}="([^"]*)"`, 'i').exec(challenge)?.[1]
    const where = field('realm') ?? ''
    const realm = URL.canParse(where) ? new URL(where) : undefined
    // The password goes to the registry itself or nowhere.
    if (realm?.origin !== origin.origin) throw new Fault('registry-unavailable', `${host} wants a sign-in elsewhere, which is refused.`)
    realm.searchParams.set('service', field('service') ?? host)
    realm.searchParams.set('scope', field('scope') ?? scope)
    const answer = await request(realm, { authorization: basic }, signal)
    const body = answer.ok ? ((await answer.json()) as { access_token?: string; token?: string }) : {}
    const token = body.access_token ?? body.token
    if (token === undefined) throw new Fault('registry-unavailable', `${host} gave no token (${answer.status}).`)
    return `Bearer ${token}`
  }

  function readCredentials(): string {
    try {
      const text = readFileSync(credentialsFile ?? '', 'utf8').trim()
      if (text.includes(':')) return text
    } catch {
      // Told below, without what stands in the file.
    }
    throw new Fault('registry-unavailable', `${host} wants a sign-in; MODEL_REGISTRY_CREDENTIALS_FILE must hold user:password.`)
  }

  return { host, get }
}

async function request(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { headers, signal, redirect: 'manual' })
  } catch (cause) {
    throw new Fault('registry-unavailable', `${url.host} cannot be reached.`, { cause })
  }
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)
}
