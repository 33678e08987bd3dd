import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import type { Id } from './ids.ts'
import type { ModelReference } from './messages.ts'
import type { Architecture, Release } from './release.ts'

/** What a release is made of, and why: the same again is the same release. */
export interface ReleaseParts {
  readonly site: Id
  readonly model?: ModelReference | undefined
  /** The approval, or of a commissioning the runtime that was asked for. */
  readonly approval?: Id | undefined
  readonly runtime?: string | undefined
}

export function releaseId(parts: ReleaseParts): Id {
  return `rel-${sha256(canonicalJson(parts)).slice(0, 16)}`
}

/** Ids of sites may end with a hyphen or have two in a row; names of repositories may not. */
export function repositoryOf(site: Id): string {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(site) ? `sightloop/plants/${site}` : `sightloop/plants/${sha256(site).slice(0, 16)}`
}

/** Tag of an image and name of its build. Another attempt builds anew. */
export function buildTag(release: Pick<Release, 'id' | 'attempt'>, architecture: Architecture): string {
  return `${attemptName(release)}-${architecture}`
}

/** Id of the orchestration. */
export function attemptName({ id, attempt = 1 }: Pick<Release, 'id' | 'attempt'>): string {
  return attempt === 1 ? id : `${id}-try-${attempt}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
