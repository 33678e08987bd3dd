import { z } from 'zod'
import { CameraMonitors } from './camera-trouble.ts'
import { Label } from './detection.ts'
import { Id, Sha256 } from './ids.ts'
import { Rule } from './rule.ts'

/**
 * Where a camera's picture comes from. No command line, no other protocol: whoever can write a twin must not
 * be able to make a device open anything else.
 * - `rtsp://host[:port]/path`, `rtsps://…`: a network camera. User and password never stand here but in a secret
 *   file of the device, named by `credentials`.
 * - `file:NAME.mp4`: a file in the module's own media folder, played in real time and again from the start.
 */
export const CameraSource = z
  .string()
  .max(500)
  .regex(
    /^(rtsps?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~/?&=%-]*)?|file:[A-Za-z0-9][A-Za-z0-9._-]*)$/,
    'must be rtsp://, rtsps:// or file:NAME',
  )

export const CameraSettings = z.strictObject({
  source: CameraSource,
  credentials: Id.optional(),
  /** How many frames a second the model looks at. */
  framesPerSecond: z.number().min(0.1).max(60).default(10),
  /** `continuous` keeps every segment; `incidents` uploads only those around an incident; `off` records nothing. */
  recording: z.enum(['continuous', 'incidents', 'off']).default('continuous'),
  enabled: z.boolean().default(true),
  /** When the camera itself counts as ill; left out, the defaults of docs/camera-health.md hold. */
  monitors: CameraMonitors.optional(),
})
export type CameraSettings = z.infer<typeof CameraSettings>

/**
 * A model that travels alone, as a signed artefact of a registry. The device takes it from the one registry that its own
 * settings name, whatever stands here.
 */
export const WantedModel = z.strictObject({
  reference: z
    .string()
    .max(400)
    .regex(
      /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?\/[a-z0-9]+([._/-][a-z0-9]+)*@sha256:[0-9a-f]{64}$/,
      'must be HOST/REPOSITORY@sha256:DIGEST',
    ),
  /** Of the net: SHA-256 of `model.onnx`. */
  digest: Sha256,
})
export type WantedModel = z.infer<typeof WantedModel>

/** Desired properties of the module twin. Twins hold 32 KB, keys without dots and blanks: ids are safe. */
export const EdgeSettings = z.strictObject({
  schema: z.literal(1),
  cameras: z.record(Id, CameraSettings),
  rules: z.record(Id, Rule),
  /** Least confidence that is reported, by label; the model's own thresholds hold for the rest. */
  thresholds: z.record(Label, z.number().min(0).max(1)).default({}),
  recorder: z
    .strictObject({
      segmentSeconds: z.number().min(2).max(600).default(10),
      preRollSeconds: z.number().min(0).max(60).default(5),
      postRollSeconds: z.number().min(0).max(60).default(5),
    })
    .prefault({}),
  /** Set by a deployment, never with the rest. Without it the model of the module's image works. */
  model: WantedModel.optional(),
  telemetry: z
    .strictObject({
      /** Inferences are sent when this many frames or seconds have come together, whichever is first. */
      batchFrames: z.int().min(1).max(600).default(50),
      batchSeconds: z.number().min(0.1).max(60).default(2),
      healthSeconds: z.number().min(1).max(3600).default(30),
    })
    .prefault({}),
})
export type EdgeSettings = z.infer<typeof EdgeSettings>
