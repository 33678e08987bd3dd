import type { HttpRequest, HttpRequestUser } from '@azure/functions'
import type { LibraryClasses } from '../invocation/library-classes.ts'
import { type HttpInput, headerRecord, parseQuery } from './http-input.ts'

export type LazyRequestFactory = (input: HttpInput) => HttpRequest

const decoder = new TextDecoder()

/**
 * Makes requests that a handler cannot tell from the library's own, at a tenth of the cost: the library builds a whole
 * fetch `Request` for each. Here the usual questions (`json()`, `text()`, `headers`, `query`, `params`) are answered
 * from the raw input; for all others the library's own object is made then and asked.
 */
export function createLazyRequestFactory(LibraryRequest: NonNullable<LibraryClasses['HttpRequest']>): LazyRequestFactory {
  // Inherits without running the library's constructor, whose cost is what we are here to save. A class for once,
  // because its private state has to be invisible to handlers that print, spread or compare the request.
  function construct(): void {}
  const Blank = construct as unknown as new () => object
  Blank.prototype = LibraryRequest.prototype

  class LazyRequest extends Blank {
    readonly query: URLSearchParams
    readonly params: Record<string, string>
    #input: HttpInput
    #headers: Headers | undefined
    #library: HttpRequest | undefined
    #isConsumed = false

    constructor(input: HttpInput) {
      super()
      this.#input = input
      this.query = new URLSearchParams(input.queryText === '' ? undefined : parseQuery(input.queryText))
      this.params = input.params
    }

    get method(): string {
      return this.#input.method
    }

    get url(): string {
      return this.#library?.url ?? new URL(this.#input.url).href
    }

    get headers(): Headers {
      this.#headers ??= this.#library?.headers ?? new Headers(headerRecord(this.#input.headers))
      return this.#headers
    }

    get user(): HttpRequestUser | null {
      return this.headers.has('x-ms-client-principal') ? this.#full().user : null
    }

    get body() {
      return this.#full().body
    }

    get bodyUsed(): boolean {
      return this.#library === undefined ? this.#isConsumed : this.#library.bodyUsed
    }

    async json(): Promise<unknown> {
      const bytes = this.#consume()
      return bytes === undefined ? this.#full().json() : JSON.parse(decoder.decode(bytes))
    }

    async text(): Promise<string> {
      const bytes = this.#consume()
      return bytes === undefined ? this.#full().text() : decoder.decode(bytes)
    }

    async arrayBuffer(): Promise<ArrayBuffer> {
      const bytes = this.#consume()
      return bytes === undefined ? this.#full().arrayBuffer() : new Uint8Array(bytes).buffer
    }

    async blob() {
      return this.#full().blob()
    }

    async formData() {
      return this.#full().formData()
    }

    clone(): HttpRequest {
      return this.#full().clone()
    }

    /** The body, once; undefined when there is none or it is no longer ours to give: then the library's object answers. */
    #consume(): Buffer | undefined {
      const { body, method } = this.#input
      if (this.#library !== undefined || this.#isConsumed || method === 'GET' || method === 'HEAD') return undefined
      this.#isConsumed = body !== undefined
      return body
    }

    /** The library's own object in the state of this one: same headers, body read or not. */
    #full(): HttpRequest {
      if (this.#library === undefined) {
        const { method, url, body, params } = this.#input
        const headers = Object.fromEntries(this.#headers ?? Object.entries(headerRecord(this.#input.headers)))
        const query = Object.fromEntries(this.query)
        this.#library = new LibraryRequest({ method, url, headers, query, params, ...(body !== undefined && { body: { bytes: body } }) })
        if (this.#isConsumed) void this.#library.arrayBuffer()
      } else if (this.#headers !== undefined && this.#headers !== this.#library.headers) {
        copyHeaders(this.#headers, this.#library.headers)
      }
      return this.#library
    }
  }
  // So that `request.constructor` is the library's class, as handlers and `util.inspect` expect.
  Reflect.deleteProperty(LazyRequest.prototype, 'constructor')
  return (input) => new LazyRequest(input) as unknown as HttpRequest
}

function copyHeaders(from: Headers, to: HttpRequest['headers']): void {
  for (const name of [...to.keys()]) if (!from.has(name)) to.delete(name)
  for (const [name, value] of from) to.set(name, value)
}
