/** The kind decides what happens next: `unavailable` is tried again, `invalid` never. */
export type FaultKind = 'invalid' | 'not-found' | 'conflict' | 'forbidden' | 'unauthenticated' | 'too-many' | 'unavailable'

/** Every fault that the product can answer with. `docs/faults.md` lists the same codes; a test compares the two. */
export const faults = {
  'alert-changed': { kind: 'conflict', message: 'Somebody else moved the alert in the meantime.' },
  'identity-invalid': { kind: 'unauthenticated', message: 'The identity that came with the request is not one of ours.' },
  'identity-missing': { kind: 'unauthenticated', message: 'Please sign in.' },
  'incident-changed': { kind: 'conflict', message: 'Somebody else changed the incident in the meantime.' },
  'incident-foreign': { kind: 'forbidden', message: 'The incident belongs to another device.' },
  'inference-failed': { kind: 'unavailable', message: 'The model could not be run.' },
  'input-invalid': { kind: 'invalid', message: 'The input does not have the expected form.' },
  'key-too-long': { kind: 'invalid', message: 'A storage key would be longer than 512 characters.' },
  'model-invalid': { kind: 'invalid', message: 'The model cannot be used.' },
  'iot-hub-unavailable': { kind: 'unavailable', message: 'IoT Hub does not answer.' },
  'not-found': { kind: 'not-found', message: 'There is no such thing, or it is not yours to see.' },
  'origin-foreign': { kind: 'forbidden', message: 'The request comes from a page of another site.' },
  'role-missing': { kind: 'forbidden', message: 'Your role does not allow this.' },
  'row-too-large': { kind: 'invalid', message: 'A table row does not fit the limits of the service.' },
  'setting-invalid': { kind: 'invalid', message: 'A setting is missing or wrong.' },
  'storage-unavailable': { kind: 'unavailable', message: 'The storage account does not answer.' },
  'upload-changed': { kind: 'conflict', message: 'The upload was written again while it was checked.' },
  'video-engine-missing': { kind: 'invalid', message: 'There is nothing to decode video with.' },
  'video-lost': { kind: 'unavailable', message: 'The video source broke off.' },
  'video-unreadable': { kind: 'invalid', message: 'The video cannot be read.' },
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
