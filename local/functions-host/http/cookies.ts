import type { HttpCookie } from '../app/core-types.ts'

/** A `Set-Cookie` value as ASP.NET Core writes it: the path is `/` unless the function says another. */
export function cookieText(cookie: HttpCookie): string {
  const { name, value, domain, path, expires, secure, httpOnly, sameSite, maxAge } = cookie
  let text = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
  if (expires) text += `; expires=${new Date(expires.value.seconds * 1000).toUTCString()}`
  if (maxAge) text += `; max-age=${Math.round(maxAge.value)}`
  if (domain) text += `; domain=${domain.value}`
  text += `; path=${path?.value ?? '/'}`
  if (secure?.value) text += '; secure'
  if (sameSite === 'lax' || sameSite === 'strict') text += `; samesite=${sameSite}`
  if (sameSite === 'explicitNone') text += '; samesite=none'
  if (httpOnly?.value) text += '; httponly'
  return text
}
