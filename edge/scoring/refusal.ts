/** What an answer has beside its body when it is given up early. */
export class Refusal extends Error {
  readonly status: number
  /** When there should be room again. */
  readonly retryAfterSeconds: number | undefined
  constructor(status: number, detail: string, retryAfterSeconds?: number) {
    super(detail)
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }
}
