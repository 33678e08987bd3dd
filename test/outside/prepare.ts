import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiDocument } from '../../functions/review/openapi.ts'
import { routes } from '../../functions/review/routes/index.ts'
import { startAzurite } from '../../local/azurite/start.ts'
import { startCommunication } from '../../local/communication/start.ts'
import { startIotHub } from '../../local/iot-hub/start.ts'
import { startLineCamera } from '../../local/line/camera.ts'
import { createMachineLearningProvider } from '../../local/management/machine-learning/provider.ts'
import { startManagement } from '../../local/management/start.ts'
import { prepareDatasets } from './prepare-datasets.ts'
import { prepareImages } from './prepare-images.ts'
import { prepareInsights } from './prepare-insights.ts'
import { recordSegment } from './record-segment.ts'
import { recordTelemetry } from './record-telemetry.ts'
import { startScoringEndpoint } from './start-scoring-endpoint.ts'
import { writeManifests } from './write-manifests.ts'

const workspaceId =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/laptop/providers/Microsoft.MachineLearningServices/workspaces/laptop'

/** Brings up what others talk to and writes what others read. `facts` says where all of it is. */
export async function prepareOutside(folder: string) {
  const azurite = await startAzurite()
  const token = 'outside'
  const workspace = createMachineLearningProvider({
    ...{ workspaceId, folder: join(folder, 'workspace') },
    datastores: { training: { connectionString: azurite.connectionString, container: 'training' } },
  })
  const [hub, communication, camera, management, images] = await Promise.all([
    startIotHub({ uploadStorage: { connectionString: azurite.connectionString, container: 'uploads' } }),
    startCommunication(),
    startLineCamera({ seed: 5 }),
    startManagement({ token, providers: { 'Microsoft.MachineLearningServices': workspace } }),
    prepareImages(join(folder, 'images')),
  ])
  const device = await hub.ensureDevice('outside-1')
  const api = join(folder, 'openapi.json')
  writeFileSync(api, JSON.stringify(openApiDocument(routes)))
  const model = 'edge/models/line-starter'
  const scoring = await startScoringEndpoint(model)
  return {
    facts: {
      openapi: api,
      hub: {
        hostName: hub.hostName,
        certificateFile: hub.certificateFile,
        device: device.connectionString,
        events: hub.eventsConnectionString,
        eventHub: hub.eventHubName,
      },
      storage: { connectionString: azurite.connectionString, blobUrl: azurite.blobUrl },
      communication: { url: communication.url, accessKey: communication.accessKey },
      management: { url: management.url, token },
      images: images.facts,
      camera: camera.url,
      scoring: scoring.facts,
      telemetry: await recordTelemetry(folder),
      manifests: writeManifests(folder),
      recording: await recordSegment(camera.url, folder),
      insights: await prepareInsights(azurite.connectionString, join(folder, 'insights')),
      datasets: await prepareDatasets(azurite.connectionString, join(folder, 'datasets')),
      models: existsSync(model) ? [model] : [],
    },
    close: async () => {
      await Promise.all([camera.close(), scoring.close(), communication.close(), hub.close(), management.close(), images.close()])
      await azurite.close()
    },
  }
}
