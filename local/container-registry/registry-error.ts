/** Codes of the distribution specification with the status that each is answered with. */
const statuses = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 400,
  BLOB_UPLOAD_UNKNOWN: 404,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 400,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  RANGE_INVALID: 416,
  SIZE_INVALID: 400,
  TAG_INVALID: 400,
  TOO_LARGE: 413,
  DENIED: 403,
  UNSUPPORTED: 405,
} as const

export type RegistryErrorCode = keyof typeof statuses

/** What the registry refuses. `headers` go with the answer. */
export class RegistryError extends Error {
  readonly code: RegistryErrorCode
  readonly headers: Readonly<Record<string, string>>

  constructor(code: RegistryErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.code = code
    this.headers = headers
  }

  get status(): number {
    return statuses[this.code]
  }

  /** https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#error-codes */
  get body() {
    // The specification has no word for what is too large; this is the nearest.
    const code = this.code === 'TOO_LARGE' ? 'SIZE_INVALID' : this.code
    return { errors: [{ code, message: this.message, detail: {} }] }
  }
}
