/** An HTTP answer, before anything is written to a socket. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON. */
  readonly body?: string | Uint8Array | object
}

/** The form of an error that the e-mail API and authentication answer with. */
export function errorAnswer(status: number, code: string, message: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'x-ms-error-code': code, ...headers }, body: { error: { code, message } } }
}

export function tooManyRequests(retryAfterSeconds: number): Answer {
  return errorAnswer(429, 'TooManyRequests', `Too many requests. Try again in ${retryAfterSeconds} seconds.`, {
    'retry-after': String(retryAfterSeconds),
  })
}
