import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { startContainerRegistry } from '../../../local/container-registry/start.ts'
import { createOciImageRegistry } from '../../../shared/adapters/oci-image-registry.ts'
import type { WantedModel } from '../../../shared/domain/edge-settings.ts'
import { modelFiles } from '../../../shared/domain/model-package.ts'
import { artefactManifest, artifactTypes, mediaTypes } from '../../../shared/domain/oci-image.ts'
import type { SignedModel } from '../support/signed-model.ts'

export interface ModelRegistry {
  readonly url: string
  /** Pushes a model as an artefact; names it as it lies at `host`. */
  push(model: SignedModel, options?: PushOptions): Promise<WantedModel>
  close(): Promise<void>
}

interface PushOptions {
  /** Default: the registry itself. */
  readonly host?: string
  readonly artifactType?: string
  /** Files by their titles. Default: those of the model's folder. */
  readonly titles?: readonly (readonly [title: string, file: string])[]
}

const repository = 'line/models'

/** The laptop's registry, and a way to put models into it as the product does. */
export async function startModelRegistry(t: TestContext, place: string): Promise<ModelRegistry> {
  const folder = join(place, 'registry')
  mkdirSync(folder, { recursive: true })
  const registry = await startContainerRegistry({ folder })
  t.after(() => registry.close())
  const images = createOciImageRegistry({ url: registry.url })
  return {
    ...registry,
    async push({ folder: source, model }, { host = new URL(registry.url).host, artifactType = artifactTypes.model, titles } = {}) {
      const named = titles ?? Object.values(modelFiles).map((file) => [file, file] as const)
      const layers = await Promise.all(
        named.map(async ([title, file]) => ({ ...(await images.putBlob(repository, readFileSync(join(source, file)))), title })),
      )
      const empty = await images.putBlob(repository, Buffer.from('{}'))
      const manifest = artefactManifest({ artifactType, empty, layers })
      const { digest } = await images.putManifest(repository, manifest, mediaTypes.manifest)
      return { reference: `${host}/${repository}@${digest}`, digest: model.digest }
    },
  }
}
