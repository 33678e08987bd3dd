import type { Readable } from 'node:stream'

/** An HTTP answer, before anything is written to a socket. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON. Its length is the answer's `content-length`, also where HEAD keeps the body back. */
  readonly body?: Uint8Array | object
  /** A file, or a part of it; the headers must say its length. */
  readonly file?: { readonly path: string; readonly start: number; readonly end: number }
}

/** A request for something in a repository. */
export interface RepositoryRequest {
  readonly method: string
  readonly name: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Readable
}
