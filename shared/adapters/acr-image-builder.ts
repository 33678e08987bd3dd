import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { Fault } from '../domain/faults.ts'
import type { Architecture } from '../domain/release.ts'
import type { ImageBuilder } from '../ports.ts'
import { type ResourceManager, refusalOf } from './azure-resource-manager.ts'

// The API of tasks has never left its preview: https://learn.microsoft.com/rest/api/containerregistry/task-runs
const apiVersion = '2019-06-01-preview'
const buildSeconds = 1800
const uploadTimeoutMs = 120_000
const uploadAttempts = 4
const logTimeoutMs = 15_000
const shownLogCharacters = 500

const platforms: Readonly<Record<Architecture, { readonly os: 'Linux'; readonly architecture: string; readonly variant?: string }>> = {
  amd64: { os: 'Linux', architecture: 'amd64' },
  arm64: { os: 'Linux', architecture: 'arm64', variant: 'v8' },
  arm32v7: { os: 'Linux', architecture: 'arm', variant: 'v7' },
}

interface Run {
  readonly runId?: string
  readonly status?: string
  readonly runErrorMessage?: string
  readonly outputImages?: readonly { readonly digest?: string }[]
}

interface TaskRun {
  readonly properties?: { readonly provisioningState?: string; readonly runResult?: { readonly properties?: Run } }
}

/**
 * Builds in Azure Container Registry, by task runs: those have a name of ours, so that asking for the same build again
 * finds it, whatever was lost in between. (`scheduleRun` would begin another one.)
 *
 * @param registry Id of the resource
 */
export function createAcrImageBuilder(manager: ResourceManager, registry: string): ImageBuilder {
  const path = (run: string) => `${registry}/taskRuns/${encodeURIComponent(run)}`

  async function findTaskRun(run: string): Promise<TaskRun | undefined> {
    const answer = await manager.call('GET', path(run), apiVersion)
    if (answer.status === 404) return undefined
    if (answer.status !== 200) throw refusalOf(answer)
    return answer.body as TaskRun
  }

  async function uploadContext(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
    const answer = await manager.call('POST', `${registry}/listBuildSourceUploadUrl`, apiVersion)
    const { uploadUrl, relativePath } = (answer.body ?? {}) as { uploadUrl?: string; relativePath?: string }
    if (answer.status !== 200 || uploadUrl === undefined || relativePath === undefined) throw refusalOf(answer)
    await putArchive(uploadUrl, await archiveOf(files))
    return relativePath
  }

  /** What a person needs to see why a build failed; the log must not keep the answer back. */
  async function lastWords(run: string | undefined): Promise<string> {
    if (run === undefined) return ''
    try {
      const { body } = await manager.call('POST', `${registry}/runs/${encodeURIComponent(run)}/listLogSasUrl`, apiVersion)
      const { logLink } = (body ?? {}) as { logLink?: string }
      if (logLink === undefined) return ''
      const log = await fetch(logLink, { signal: AbortSignal.timeout(logTimeoutMs) })
      return log.ok ? ` Its log ends with: ${(await log.text()).trim().slice(-shownLogCharacters)}` : ''
    } catch {
      return ''
    }
  }

  return {
    begin: async ({ repository, tag, architecture, files, buildArguments }) => {
      const run = nameOf(tag)
      if ((await findTaskRun(run)) !== undefined) return run
      const sourceLocation = await uploadContext(files)
      const runRequest = {
        type: 'DockerBuildRequest',
        imageNames: [`${repository}:${tag}`],
        dockerFilePath: 'Dockerfile',
        sourceLocation,
        isPushEnabled: true,
        noCache: true,
        platform: platforms[architecture],
        arguments: Object.entries(buildArguments).map(([name, value]) => ({ name, value, isSecret: false })),
        timeout: buildSeconds,
      }
      const answer = await manager.call('PUT', path(run), apiVersion, { properties: { runRequest } })
      // Another instance asks for the same build at this moment.
      if (answer.status >= 400 && answer.status !== 409) throw refusalOf(answer)
      return run
    },

    find: async (name) => {
      const found = (await findTaskRun(name))?.properties
      if (found === undefined) return undefined
      const run = found.runResult?.properties
      const status = (run?.status ?? found.provisioningState ?? '').toLowerCase()
      const digest = run?.outputImages?.[0]?.digest
      if (status === 'succeeded' && digest !== undefined) return { state: 'completed', digest, problem: undefined }
      if (!['failed', 'canceled', 'error', 'timeout'].includes(status)) return { state: 'running', digest: undefined, problem: undefined }
      const reason = (run?.runErrorMessage ?? 'It says no reason').replace(/\.$/, '')
      const problem = `Build ${run?.runId ?? name} ${status}: ${reason}.${await lastWords(run?.runId)}`
      return { state: 'failed', digest: undefined, problem }
    },
  }
}

/** Letters, digits and hyphens, 5 to 50 of them: what names of task runs may have. */
function nameOf(tag: string): string {
  if (!/^[a-z0-9-]{5,50}$/.test(tag)) throw new Fault('input-invalid', `tag: ${tag} cannot be the name of a build.`)
  return tag
}

/** The same files give the same bytes: no times, no owners, in the order of their paths. */
async function archiveOf(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const archive = pack()
  for (const name of Object.keys(files).sort()) archive.entry({ name, mode: 0o644, mtime: new Date(0) }, Buffer.from(files[name]!))
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive.pipe(createGzip()) as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The address carries its own right. It is written once, so doing it again is the same. */
async function putArchive(url: string, bytes: Uint8Array): Promise<void> {
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/gzip' }
  for (let attempt = 1; ; attempt++) {
    let problem: unknown
    try {
      const signal = AbortSignal.timeout(uploadTimeoutMs)
      const answer = await fetch(url, { method: 'PUT', headers, body: bytes as BodyInit, signal })
      if (answer.ok) return
      problem = new Error(`It answered ${answer.status}.`)
    } catch (error) {
      problem = error
    }
    if (attempt === uploadAttempts)
      throw new Fault('management-unavailable', 'The source of a build could not be uploaded.', { cause: problem })
  }
}
