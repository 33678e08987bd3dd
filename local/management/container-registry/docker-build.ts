import { z } from 'zod'

/** `DockerBuildRequest` of the tasks API, as far as it is obeyed here. */
const DockerBuildRequest = z.looseObject({
  type: z.literal('DockerBuildRequest', { error: 'only DockerBuildRequest is served here' }),
  imageNames: z
    .array(z.string().regex(/^[a-z0-9]+(?:(?:[._/]|__|-+)[a-z0-9]+)*:[A-Za-z0-9_][\w.-]{0,127}$/, 'must be REPOSITORY:TAG'))
    .length(1),
  isPushEnabled: z.literal(true, { error: 'must be true: what is not pushed is nowhere' }),
  dockerFilePath: z.string().min(1),
  sourceLocation: z.string().regex(/^[\w.-]{1,100}$/, 'must be a relativePath that listBuildSourceUploadUrl gave'),
  platform: z.looseObject({ os: z.string(), architecture: z.string(), variant: z.string().optional() }),
  arguments: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
})

export interface DockerBuild {
  readonly repository: string
  readonly tag: string
  readonly dockerfile: string
  readonly sourceLocation: string
  readonly platform: { readonly architecture: string; readonly os: string; readonly variant?: string | undefined }
  readonly buildArguments: Readonly<Record<string, string>>
}

/** Answers with the build, or with what is wrong with its request. */
export function readDockerBuild(body: unknown): DockerBuild | string {
  const { success, data, error } = DockerBuildRequest.safeParse(body)
  if (!success) return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  const { architecture, os, variant } = data.platform
  const name = data.imageNames[0]!
  return {
    repository: name.slice(0, name.lastIndexOf(':')),
    tag: name.slice(name.lastIndexOf(':') + 1),
    dockerfile: data.dockerFilePath,
    sourceLocation: data.sourceLocation,
    platform: { architecture, os: os.toLowerCase(), ...(variant !== undefined && { variant }) },
    buildArguments: Object.fromEntries(data.arguments.map((each) => [each.name, each.value])),
  }
}
