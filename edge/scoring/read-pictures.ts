import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { Id } from '../../shared/domain/ids.ts'
import { readBody } from './read-body.ts'

/** What is to be done with the pictures of a request. */
export const ScoreOptions = z.strictObject({
  /** Least confidence, whatever the label; without it those of the model and of the settings hold. */
  threshold: z.coerce.number().min(0.01).max(1).optional(),
  /** Digest of a model that is on this device, or `previous`. */
  model: z
    .string()
    .regex(/^(previous|[0-9a-f]{64})$/, 'must be "previous" or the digest of a model')
    .optional(),
  /** Where the pictures are from: results of one camera are compared with each other. */
  camera: Id.optional(),
})
export type ScoreOptions = z.infer<typeof ScoreOptions>

export const ScoreBatch = z.strictObject({
  images: z
    .array(z.strictObject({ name: z.string().min(1).max(200), image: z.base64().describe('JPEG, PNG or WebP in base64.') }))
    .min(1)
    .max(32),
})

export interface NamedPicture {
  readonly name: string
  readonly bytes: Buffer
}

export type Pictures =
  | { readonly kind: 'one'; readonly bytes: Buffer }
  | { readonly kind: 'many'; readonly pictures: readonly NamedPicture[] }
  | { readonly kind: 'refused'; readonly status: 400 | 413 | 415; readonly detail: string }

export const maxImageBytes = 10 * 1024 * 1024
const maxBatchBytes = 48 * 1024 * 1024
const maxPictures = 32

/** The pictures of a request: its body is one, or holds several as JSON or as a form. */
export async function readPictures(request: IncomingMessage): Promise<Pictures> {
  const type = typeOf(request)
  const maxBytes = isBatch(request) ? maxBatchBytes : maxImageBytes
  const body = await readBody(request, maxBytes)
  if (body === undefined) return { kind: 'refused', status: 413, detail: `The body may have ${maxBytes} bytes.` }
  if (type === 'application/json') return fromJson(body)
  if (type === 'multipart/form-data') return fromForm(request.headers['content-type']!, body)
  return { kind: 'one', bytes: body }
}

/** Whether the body may hold several pictures. */
export function isBatch(request: IncomingMessage): boolean {
  return ['application/json', 'multipart/form-data'].includes(typeOf(request))
}

function typeOf({ headers }: IncomingMessage): string {
  return (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
}

function fromJson(body: Buffer): Pictures {
  const parsed = ScoreBatch.safeParse(jsonOf(body))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse(`${['body', ...(issue?.path ?? [])].join('.')}: ${issue?.message}`)
  }
  return many(parsed.data.images.map(({ name, image }) => ({ name, bytes: Buffer.from(image, 'base64') })))
}

/** Node's own reader of forms: files count, other fields are refused rather than passed over. */
async function fromForm(contentType: string, body: Buffer): Promise<Pictures> {
  let form: FormData
  try {
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
  } catch {
    return refuse('The form cannot be read.')
  }
  const parts = [...form.entries()]
  const strange = parts.find(([, part]) => typeof part === 'string')
  if (strange !== undefined) return refuse(`${strange[0].slice(0, 80)} is no file; options belong into the address.`)
  if (parts.length === 0) return refuse('The form holds no file.')
  if (parts.length > maxPictures) return refuse(`${parts.length} files; ${maxPictures} are taken at once.`)
  const files = parts as [string, File][]
  return many(
    await Promise.all(files.map(async ([field, file]) => ({ name: file.name || field, bytes: Buffer.from(await file.arrayBuffer()) }))),
  )
}

function many(pictures: readonly NamedPicture[]): Pictures {
  const large = pictures.find(({ bytes }) => bytes.length > maxImageBytes)
  if (large !== undefined) return { kind: 'refused', status: 413, detail: `${large.name}: a picture may have ${maxImageBytes} bytes.` }
  return { kind: 'many', pictures }
}

function refuse(detail: string): Pictures {
  return { kind: 'refused', status: 400, detail }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
