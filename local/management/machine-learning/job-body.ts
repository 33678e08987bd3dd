import { z } from 'zod'

const Text = z.string().max(10_000)
const Strings = z.record(z.string().max(256), Text)
// Azure's clients send null for what they leave out.
const optional = <T extends z.ZodType>(type: T) => type.nullish()

const JobInput = z.looseObject({
  jobInputType: z.string(),
  /** For files and folders. */
  uri: optional(Text),
  /** For `literal`. */
  value: optional(Text),
})
export type JobInput = z.infer<typeof JobInput>

const JobOutput = z.looseObject({ jobOutputType: z.string(), uri: optional(Text) })

/** What a command job needs here; whatever else Azure knows is kept and given back. */
export const JobBody = z.looseObject({
  jobType: z.literal('Command'),
  command: Text.min(1),
  computeId: Text.min(1),
  environmentId: Text.min(1),
  displayName: optional(Text),
  experimentName: optional(Text),
  inputs: optional(z.record(z.string().regex(/^\w+$/), JobInput)),
  outputs: optional(z.record(z.string().regex(/^\w+$/), JobOutput)),
  limits: optional(z.looseObject({ timeout: optional(z.string()) })),
  environmentVariables: optional(Strings),
  tags: optional(Strings),
})
export type JobBody = z.infer<typeof JobBody>

/** The job, or the sentence why there can be none. */
export function readJobBody(body: unknown, compute: string): JobBody | string {
  const properties = (body as { properties?: unknown } | undefined)?.properties
  const jobType = (properties as { jobType?: unknown } | undefined)?.jobType
  if (jobType !== 'Command')
    return `The job type ${JSON.stringify(jobType)} does not run on a laptop, which has no AutoML, sweeps or pipelines. It runs 'Command' jobs.`
  const parsed = JobBody.safeParse(properties)
  if (!parsed.success) return parsed.error.issues.map((issue) => `properties.${issue.path.join('.')}: ${issue.message}`).join('; ')
  const asked = parsed.data.computeId.split('/').at(-1)
  if (asked !== compute) return `There is no compute '${asked}'; this workspace has '${compute}'.`
  const timeout = parsed.data.limits?.timeout
  if (typeof timeout === 'string' && durationMs(timeout) === undefined)
    return `properties.limits.timeout: '${timeout}' is not a duration such as PT90M.`
  return parsed.data
}

/** ISO 8601 in days, hours, minutes and seconds. */
export function durationMs(text: string): number | undefined {
  const found = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
  if (found === null) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0))
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}
