/** Heads of the records to the process; the bytes of a picture are its JPEG. */
export type ToModel = { readonly kind: 'open'; readonly folder: string; readonly isCheck: boolean } | { readonly kind: 'picture' }

/** Heads of the records that it answers with, in the order of the pictures. The bytes of `opened` are the card, those of `seen` the detections, as JSON. */
export type FromModel =
  | { readonly kind: 'opened' }
  | { readonly kind: 'seen'; readonly inferenceMs: number }
  /** `fault` is what is wrong with the model, or with a picture. It ends the process. */
  | { readonly kind: 'failed'; readonly code: 'model-invalid' | 'input-invalid' | 'inference-failed'; readonly detail: string }
