import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a shared access signature says, before anybody checked that it is true. */
export interface SharedAccessToken {
  /** `host/devices/d`, percent-decoded. */
  readonly resource: string
  readonly signedText: string
  readonly signature: Buffer
  /** Seconds since 1970. */
  readonly expiresAt: number
  readonly keyName: string | undefined
}

/** Reads `SharedAccessSignature sr=…&sig=…&se=…[&skn=…]`; undefined when it is none. */
export function parseToken(text: string): SharedAccessToken | undefined {
  if (!text.startsWith('SharedAccessSignature ')) return undefined
  const fields = new Map(
    text
      .slice('SharedAccessSignature '.length)
      .split('&')
      .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  )
  const [sr, sig, se] = [fields.get('sr'), fields.get('sig'), fields.get('se')]
  if (!sr || !sig || !se || !/^\d{1,12}$/.test(se)) return undefined
  try {
    return {
      resource: decodeURIComponent(sr),
      // Signed as it stands, still encoded: some clients encode in lower case, some not at all.
      signedText: `${sr}\n${se}`,
      signature: Buffer.from(decodeURIComponent(sig), 'base64'),
      expiresAt: Number(se),
      keyName: fields.has('skn') ? decodeURIComponent(fields.get('skn') ?? '') : undefined,
    }
  } catch {
    return undefined
  }
}

/** IoT Hub's keys are base64 of the secret; Event Hubs takes the text of the key itself as the secret. */
export function isSignedBy(token: SharedAccessToken, secret: Buffer): boolean {
  const expected = createHmac('sha256', secret).update(token.signedText).digest()
  return expected.length === token.signature.length && timingSafeEqual(expected, token.signature)
}

export function isExpired(token: SharedAccessToken, now = Date.now()): boolean {
  return token.expiresAt * 1000 <= now
}

/** True when the token's resource is `path` or lies above it: `host`, `host/devices/d` for `host/devices/d/modules/m`. The port does not matter. */
export function covers(token: SharedAccessToken, path: readonly string[]): boolean {
  const [host = '', ...scope] = token.resource.split('/')
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/i.test(host)) return false
  return scope.every((part, index) => part === path[index] || part === encodeURIComponent(path[index] ?? ''))
}
