/** The kind decides what happens next: `unavailable` is tried again, `invalid` never. */
export type FaultKind = 'invalid' | 'not-found' | 'conflict' | 'forbidden' | 'unauthenticated' | 'too-many' | 'unavailable'

/** Every fault that the product can answer with. `docs/faults.md` lists the same codes; a test compares the two. */
export const faults = {
  'alert-changed': { kind: 'conflict', message: 'Somebody else moved the alert in the meantime.' },
  'approval-changed': { kind: 'conflict', message: 'Somebody else decided in the meantime.' },
  'approval-closed': { kind: 'conflict', message: 'The question is closed.' },
  'compliance-changed': { kind: 'conflict', message: 'Somebody else changed this in the meantime.' },
  'dataset-changed': { kind: 'conflict', message: 'What a dataset is made of changed while it was made.' },
  'dataset-damaged': { kind: 'invalid', message: 'A stored dataset is not what its digest says.' },
  'dataset-leak': { kind: 'invalid', message: 'A dataset would have the same thing in two splits.' },
  'device-in-use': { kind: 'conflict', message: 'Cameras hang on this device.' },
  'device-offline': { kind: 'conflict', message: 'The device is not connected.' },
  'device-refused': { kind: 'conflict', message: 'The device could not do it.' },
  'evaluation-damaged': { kind: 'invalid', message: 'A stored evaluation is not what its digest says.' },
  'identity-invalid': { kind: 'unauthenticated', message: 'The identity that came with the request is not one of ours.' },
  'identity-missing': { kind: 'unauthenticated', message: 'Please sign in.' },
  'image-damaged': { kind: 'invalid', message: 'An image in the registry is not what its digest says.' },
  'image-too-large': { kind: 'invalid', message: 'An image is larger than devices may be given.' },
  'incident-changed': { kind: 'conflict', message: 'Somebody else changed the incident in the meantime.' },
  'incident-foreign': { kind: 'forbidden', message: 'The incident belongs to another device.' },
  'inference-failed': { kind: 'unavailable', message: 'The model could not be run.' },
  'input-invalid': { kind: 'invalid', message: 'The input does not have the expected form.' },
  'iot-hub-unavailable': { kind: 'unavailable', message: 'IoT Hub does not answer.' },
  'key-too-long': { kind: 'invalid', message: 'A storage key would be longer than 512 characters.' },
  'management-unavailable': { kind: 'unavailable', message: "Azure's management API does not answer." },
  'model-changed': { kind: 'conflict', message: 'Somebody else changed the model in the meantime.' },
  'model-invalid': { kind: 'invalid', message: 'The model cannot be used.' },
  'model-revoked': { kind: 'conflict', message: 'The model was revoked and runs nowhere ever again.' },
  'night-changed': { kind: 'conflict', message: 'Somebody else changed this in the meantime.' },
  'not-found': { kind: 'not-found', message: 'There is no such thing, or it is not yours to see.' },
  'notice-changed': { kind: 'conflict', message: 'Somebody else changed the notice in the meantime.' },
  'orchestration-unavailable': { kind: 'unavailable', message: 'The engine of the orchestrations does not answer.' },
  'origin-foreign': { kind: 'forbidden', message: 'The request comes from a page of another site.' },
  'person-partial': { kind: 'forbidden', message: 'You had a hand in this model or its labels; somebody else must decide.' },
  'picture-unreadable': { kind: 'invalid', message: 'The picture cannot be read.' },
  'reference-damaged': { kind: 'invalid', message: 'A stored quality reference is not what its digest says.' },
  'registry-unavailable': { kind: 'unavailable', message: 'The container registry does not answer.' },
  'release-changed': { kind: 'conflict', message: 'Somebody else changed the release in the meantime.' },
  'requests-too-many': { kind: 'too-many', message: 'There were too many requests.' },
  'role-missing': { kind: 'forbidden', message: 'Your role does not allow this.' },
  'rollout-active': { kind: 'conflict', message: 'Another rollout is under way at this site.' },
  'rollout-changed': { kind: 'conflict', message: 'Somebody else changed the rollout in the meantime.' },
  'row-too-large': { kind: 'invalid', message: 'A table row does not fit the limits of the service.' },
  'run-active': { kind: 'conflict', message: 'This dataset is being trained on, or has been.' },
  'run-changed': { kind: 'conflict', message: 'Somebody else changed the run in the meantime.' },
  'setting-invalid': { kind: 'invalid', message: 'A setting is missing or wrong.' },
  'storage-unavailable': { kind: 'unavailable', message: 'The storage account does not answer.' },
  'task-changed': { kind: 'conflict', message: 'Somebody else has the labeling task now, or has changed it.' },
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
  /** Of `too-many`: when the same has a chance again. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: FaultCode, detail?: string, options: ErrorOptions & { readonly retryAfterSeconds?: number } = {}) {
    const { retryAfterSeconds, ...cause } = options
    super(detail === undefined ? faults[code].message : `${faults[code].message} ${detail}`, cause)
    this.name = 'Fault'
    this.code = code
    this.detail = detail
    this.retryAfterSeconds = retryAfterSeconds
  }

  get kind(): FaultKind {
    return faults[this.code].kind
  }
}
