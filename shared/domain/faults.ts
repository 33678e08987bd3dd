/** The kind decides what happens next: `unavailable` is tried again, `invalid` never. */
export type FaultKind = 'invalid' | 'not-found' | 'conflict' | 'forbidden' | 'unauthenticated' | 'too-many' | 'unavailable'

/** Every fault that the product can answer with. `docs/faults.md` lists the same codes; a test compares the two. */
export const faults = {
  'input-invalid': { kind: 'invalid', message: 'The input does not have the expected form.' },
  'setting-invalid': { kind: 'invalid', message: 'A setting is missing or wrong.' },
} as const satisfies Record<string, { kind: FaultKind; message: string }>

export type FaultCode = keyof typeof faults

/** The only class of error that the product throws on purpose. `detail` names what was wrong, for the person who reads it. */
export class Fault extends Error {
  readonly code: FaultCode
  readonly detail: string | undefined

  constructor(code: FaultCode, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? faults[code].message : `${faults[code].message} ${detail}`, options)
    this.name = 'Fault'
    this.code = code
    this.detail = detail
  }

  get kind(): FaultKind {
    return faults[this.code].kind
  }
}
