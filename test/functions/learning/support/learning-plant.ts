import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { startAzurite } from '../../../../local/azurite/start.ts'
import { createMachineLearningProvider } from '../../../../local/management/machine-learning/provider.ts'
import { startManagement } from '../../../../local/management/start.ts'
import { laptopPeople } from '../../../../local/sign-in/people.ts'
import type { Ports } from '../../../../shared/ports.ts'
import { learningSettings } from '../../../harness/learning-settings.ts'
import { seedDataset } from '../../../harness/live-retraining.ts'
import { createTestApp } from '../../../harness/test-app.ts'
import type { Cleanup } from '../../../local/functions-host/app-folder.ts'
import { hostData, launchNightHost, type NightHost } from '../../night/support/night-host.ts'

export interface LearningPlant {
  readonly ports: Ports
  readonly dataset: string
  /** The product's function app beside storage and workspace; events of the workspace go to the newest. */
  launch(env?: Record<string, string>): Promise<NightHost>
  jobs(): Promise<readonly { name: string; properties: { status: string } }[]>
}

const token = 'token'
const trainer = fileURLToPath(new URL('quick-trainer.ts', import.meta.url))

/** A plant with a dataset of real pictures, and the workspace of this machine with a trainer that is quick. */
export async function startLearningPlant(t: Cleanup): Promise<LearningPlant> {
  const azurite = await startAzurite()
  t.after(() => azurite.close())
  const ports = await createTestApp(azurite.connectionString)
  for (const { id, name } of laptopPeople) await ports.people.save({ id, name, sites: 'all' })
  await ports.rosters.saveSite({ id: 'plant', name: 'Plant', timeZone: 'Europe/Berlin' })
  const grey = { width: 640, height: 360, channels: 3, background: { r: 90, g: 90, b: 90 } } as const
  const picture = await sharp({ create: grey }).jpeg().toBuffer()
  const dataset = await seedDataset(ports, azurite.connectionString, 'plant', { picture })

  let hostUrl: string | undefined
  const events = await startForwarder(t, () => hostUrl && `${hostUrl}/runtime/webhooks/eventgrid?functionName=run-changed`)
  const folder = mkdtempSync(join(tmpdir(), 'workspace-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const provider = createMachineLearningProvider({
    ...{
      workspaceId: learningSettings.ML_WORKSPACE_ID,
      folder,
      compute: learningSettings.ML_COMPUTE,
      mirrorEveryMs: 50,
      eventsUrl: events,
    },
    programs: { 'sightloop-train': [process.execPath, trainer] },
    datastores: { [learningSettings.ML_DATASTORE]: { connectionString: azurite.connectionString, container: 'training' } },
  })
  const management = await startManagement({ token, providers: { 'Microsoft.MachineLearningServices': provider } })
  t.after(() => management.close())

  const data = hostData(t)
  return {
    ports,
    dataset,
    launch: async (env = {}) => {
      const settings = { RESOURCE_MANAGER_URL: management.url, RESOURCE_MANAGER_TOKEN: token, CACHE_CONNECTION: azurite.connectionString }
      const started = await launchNightHost(azurite.connectionString, data, { ...settings, ...env })
      t.after(() => started.host.kill())
      hostUrl = started.host.url
      return started
    },
    jobs: async () => {
      const url = `${management.url}${learningSettings.ML_WORKSPACE_ID}/jobs?api-version=2024-10-01`
      const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
      return ((await answer.json()) as { value: { name: string; properties: { status: string } }[] }).value
    },
  }
}

/** Hands requests on to where the host is now: each one that is started has a port of its own. */
async function startForwarder(t: Cleanup, target: () => string | undefined): Promise<string> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = target()
    const headers = { 'content-type': 'application/json', 'aeg-event-type': 'Notification' }
    const answer = url && (await fetch(url, { method: 'POST', headers, body: Buffer.concat(chunks) }).catch(() => undefined))
    response.writeHead(answer ? answer.status : 503).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
