import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { type LaptopPerson, laptopPeople, laptopTenant } from './people.ts'

export const sessionCookie = 'AppServiceAuthSession'

/** Reads or makes the key that session cookies are signed with. */
export function sessionKey(folder: string): Buffer {
  const file = join(folder, 'session.key')
  try {
    return readFileSync(file)
  } catch {
    mkdirSync(folder, { recursive: true })
    const key = randomBytes(32)
    writeFileSync(file, key, { mode: 0o600, flag: 'wx' })
    return key
  }
}

/** The value of the session cookie, or of `Authorization: Bearer`, for a person. */
export function createSession(person: LaptopPerson, key: Buffer): string {
  return `${person.handle}.${sign(person.handle, key)}`
}

/**
 * The headers that App Service authentication would set for this request, or undefined where nobody is signed in.
 * On the laptop a script may say `Authorization: Bearer <role>` without a signature: whoever can reach loopback
 * can read the key as well.
 */
export function identify(request: IncomingMessage, key: Buffer): Record<string, string> | undefined {
  const bearer = /^Bearer (\S{1,100})$/.exec(request.headers.authorization ?? '')?.[1]
  const person = bearer === undefined ? fromCookie(request.headers.cookie ?? '', key) : laptopPeople.find(({ handle }) => handle === bearer)
  return person === undefined ? undefined : platformHeaders(person)
}

function fromCookie(cookies: string, key: Buffer): LaptopPerson | undefined {
  const value = new RegExp(`(?:^|; )${sessionCookie}=([a-z-]{1,40})\\.([0-9a-f]{64})(?:;|$)`).exec(cookies)
  const [, handle, signature] = value ?? []
  if (handle === undefined || signature === undefined) return undefined
  if (!timingSafeEqual(Buffer.from(sign(handle, key)), Buffer.from(signature))) return undefined
  return laptopPeople.find((person) => person.handle === handle)
}

function sign(handle: string, key: Buffer): string {
  return createHmac('sha256', key).update(handle).digest('hex')
}

/** Headers as App Service writes them for a person of Entra ID. */
export function platformHeaders(person: LaptopPerson): Record<string, string> {
  const claim = (typ: string, val: string) => ({ typ, val })
  const principal = {
    auth_typ: 'aad',
    name_typ: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
    role_typ: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
    claims: [
      claim('iss', `https://login.microsoftonline.com/${laptopTenant}/v2.0`),
      claim('http://schemas.microsoft.com/identity/claims/tenantid', laptopTenant),
      claim('http://schemas.microsoft.com/identity/claims/objectidentifier', person.id),
      claim('name', person.name),
      ...person.roles.map((role) => claim('roles', role)),
    ],
  }
  return {
    'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64'),
    'x-ms-client-principal-id': person.id,
    'x-ms-client-principal-name': person.name,
    'x-ms-client-principal-idp': 'aad',
  }
}
