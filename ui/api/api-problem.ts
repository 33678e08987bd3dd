interface Told {
  readonly detail?: string
  readonly correlation?: string
  readonly retryAfterSeconds?: number
}

/** An answer of the API that is an error (RFC 9457), or that there was none. */
export class ApiProblem extends Error {
  /** HTTP status; 0 = nobody answered. */
  readonly status: number
  /** One of the codes of docs/faults.md; `no-answer` where there was none. */
  readonly code: string
  /** In English, as the API says it. */
  readonly title: string
  readonly detail: string | undefined
  /** Finds the log line. */
  readonly correlation: string | undefined
  /** Of a 429: when the same has a chance again. */
  readonly retryAfterSeconds: number | undefined

  private constructor(status: number, code: string, title: string, more: Told & { cause?: unknown } = {}) {
    super(more.detail === undefined ? title : `${title} ${more.detail}`, { cause: more.cause })
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.title = title
    this.detail = more.detail
    this.correlation = more.correlation
    this.retryAfterSeconds = more.retryAfterSeconds
  }

  static async of(response: Response): Promise<ApiProblem> {
    const type = response.headers.get('content-type') ?? ''
    // What stands in front of the app (a proxy, the platform) answers in other forms.
    const told = type.startsWith('application/problem+json') ? await response.json().catch(() => ({})) : {}
    return new ApiProblem(response.status, told.code ?? `http-${response.status}`, told.title ?? `HTTP ${response.status}`, told)
  }

  static noAnswer(cause: unknown): ApiProblem {
    return new ApiProblem(0, 'no-answer', 'No answer from the server.', { cause })
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}
