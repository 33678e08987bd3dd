import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startContainerRegistry } from '../../local/container-registry/start.ts'
import { createContainerRegistryProvider } from '../../local/management/container-registry/provider.ts'
import { startManagement } from '../../local/management/start.ts'
import { createAcrImageBuilder } from '../../shared/adapters/acr-image-builder.ts'
import { createResourceManager } from '../../shared/adapters/azure-resource-manager.ts'
import { createOciImageRegistry } from '../../shared/adapters/oci-image-registry.ts'
import type { ImageBuilder, ImageRegistry } from '../../shared/ports.ts'
import { learningSettings } from './learning-settings.ts'

export interface ReleaseServices {
  readonly folder: string
  readonly registryUrl: string
  readonly managementUrl: string
  readonly imageRegistry: ImageRegistry
  readonly imageBuilder: ImageBuilder
  close(): Promise<void>
}

/** The laptop's registry and its build tasks, with the product's adapters before them. */
export async function startReleaseServices(folder = mkdtempSync(join(tmpdir(), 'release-'))): Promise<ReleaseServices> {
  const registryId = learningSettings.CONTAINER_REGISTRY_ID
  const registry = await startContainerRegistry({ folder: join(folder, 'registry') })
  const provider = await createContainerRegistryProvider({ registryId, registryUrl: registry.url, folder: join(folder, 'builds') })
  const management = await startManagement({ token: 'token', providers: { 'Microsoft.ContainerRegistry': provider } })
  const manager = createResourceManager({ url: management.url, token: 'token' }, { firstDelayMs: 1 })
  return {
    folder,
    registryUrl: registry.url,
    managementUrl: management.url,
    imageRegistry: createOciImageRegistry({ url: registry.url }, { firstDelayMs: 1 }),
    imageBuilder: createAcrImageBuilder(manager, registryId),
    close: async () => {
      await management.close()
      await registry.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
