import { z } from 'zod'
import { Id } from '../../../shared/domain/ids.ts'
import type { Role } from '../../../shared/domain/person.ts'
import { Architecture, ContentDigest, ModuleRuntime, Release } from '../../../shared/domain/release.ts'
import { commissionSite } from '../../../shared/operations/commission-site.ts'
import { readRelease } from '../../../shared/operations/read-release.ts'
import { registerRuntime } from '../../../shared/operations/register-runtime.ts'
import { retryRelease } from '../../../shared/operations/start-release.ts'
import { visibleSites } from '../../../shared/operations/visible-sites.ts'
import { route } from '../route.ts'
import { Cursor, IdParams, Limit, pageOf, SiteParams } from '../schemas.ts'
import { viewers } from '../viewers.ts'

const engineers: readonly Role[] = ['iot-engineer']

const Version = ModuleRuntime.shape.version
const ReleaseAnswer = z.object(Release.shape)
const RuntimeAnswer = z.object(ModuleRuntime.shape)
/** Sizes are looked up; whoever pushed the images may say them all the same. */
const PushedImage = z.strictObject({ architecture: Architecture, digest: ContentDigest, bytes: z.int().positive().optional() })

export const releaseRoutes = [
  route({
    name: 'registerRuntime',
    method: 'PUT',
    path: 'runtimes/{version}',
    summary: "Makes pushed images of the module's code known; releases are built on the newest from then on.",
    roles: engineers,
    params: z.strictObject({ version: Version }),
    body: z.strictObject({ repository: ModuleRuntime.shape.repository, images: z.array(PushedImage).min(1).max(3) }),
    answer: RuntimeAnswer,
    run: (ports, { person, params, body }) => registerRuntime(ports, person, { ...params, ...body }),
  }),
  route({
    name: 'commissionSite',
    method: 'POST',
    path: 'sites/{site}/commissioning',
    summary: 'Gives a site its standing deployment, with a model or without one. It needs no approval, and is on record.',
    roles: engineers,
    needsOrchestrations: true,
    params: SiteParams,
    body: z.strictObject({
      runtime: Version.optional(),
      model: z.strictObject({ name: Id, version: z.string().min(1).max(63) }).optional(),
    }),
    answer: ReleaseAnswer,
    status: 202,
    run: (ports, { person, params, body }) => commissionSite(ports, person, { ...params, ...body }),
  }),
  route({
    name: 'listReleases',
    method: 'GET',
    path: 'releases',
    summary: 'Releases, newest first.',
    roles: viewers,
    query: z.strictObject({ site: Id.optional(), cursor: Cursor, limit: Limit }),
    answer: pageOf(ReleaseAnswer),
    run: async (ports, { person, query: { site, cursor, limit } }) =>
      ports.releases.list({ sites: await visibleSites(ports, person, site), cursor, limit }),
  }),
  route({
    name: 'getRelease',
    method: 'GET',
    path: 'releases/{id}',
    summary: 'A release: what it is made of, its images, how far it is.',
    roles: viewers,
    params: IdParams,
    answer: ReleaseAnswer,
    run: (ports, { person, params }) => readRelease(ports, person, params.id),
  }),
  route({
    name: 'retryRelease',
    method: 'POST',
    path: 'releases/{id}/retry',
    summary: 'Builds a release that failed once more; any other is left alone.',
    roles: engineers,
    needsOrchestrations: true,
    params: IdParams,
    answer: ReleaseAnswer,
    status: 202,
    run: async (ports, { person, params }) => retryRelease(ports, await readRelease(ports, person, params.id), person.id),
  }),
]
