import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiDocument } from '../../functions/review/openapi.ts'
import { routes } from '../../functions/review/routes/index.ts'
import { startAzurite } from '../../local/azurite/start.ts'
import { startCommunication } from '../../local/communication/start.ts'
import { startIotHub } from '../../local/iot-hub/start.ts'
import { startLineCamera } from '../../local/line/camera.ts'
import { recordSegment } from './record-segment.ts'

/** Brings up what others talk to and writes what others read. `facts` says where all of it is. */
export async function prepareOutside(folder: string) {
  const azurite = await startAzurite()
  const [hub, communication, camera] = await Promise.all([
    startIotHub({ uploadStorage: { connectionString: azurite.connectionString, container: 'uploads' } }),
    startCommunication(),
    startLineCamera({ seed: 5 }),
  ])
  const device = await hub.ensureDevice('outside-1')
  const api = join(folder, 'openapi.json')
  writeFileSync(api, JSON.stringify(openApiDocument(routes)))
  const model = 'edge/models/line-starter'
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
      camera: camera.url,
      recording: await recordSegment(camera.url, folder),
      models: existsSync(model) ? [model] : [],
    },
    close: async () => {
      await Promise.all([camera.close(), communication.close(), hub.close()])
      await azurite.close()
    },
  }
}
