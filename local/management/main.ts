// node local/management/main.ts --folder DIR --storage CONNECTION_STRING --workspace RESOURCE_ID [--datastore NAME=CONTAINER …]
//                               [--registry RESOURCE_ID --registry-url URL] [--port N] [--token TEXT] [--events URL]
// Prints one line of JSON when it is ready. Ends on SIGTERM, SIGINT, and when whoever started it goes away.
import { fstatSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createContainerRegistryProvider } from './container-registry/provider.ts'
import { createMachineLearningProvider } from './machine-learning/provider.ts'
import type { Provider } from './provider.ts'
import { startManagement } from './start.ts'

const { values: flags } = parseArgs({
  options: {
    folder: { type: 'string' },
    storage: { type: 'string' },
    workspace: { type: 'string' },
    datastore: { type: 'string', multiple: true, default: ['training=training'] },
    registry: { type: 'string' },
    'registry-url': { type: 'string' },
    port: { type: 'string', default: '0' },
    token: { type: 'string', default: 'laptop' },
    events: { type: 'string' },
  },
})

function needed(name: 'folder' | 'storage' | 'workspace' | 'registry-url'): string {
  const value = flags[name]
  if (value !== undefined) return value
  console.error(`--${name} is missing.`)
  process.exit(2)
}

// Before the service starts, so that a stop asked for meanwhile is not lost.
let stopAsked: () => void = () => {}
const stopped = new Promise<void>((resolve) => {
  stopAsked = resolve
})
process.once('SIGTERM', stopAsked)
process.once('SIGINT', stopAsked)
process.once('disconnect', stopAsked)
// A pipe that closes means that the parent died. A terminal or /dev/null says nothing about a parent.
const stdin = fstatSync(0)
if (stdin.isFIFO() || stdin.isSocket()) process.stdin.once('end', stopAsked).once('error', stopAsked).resume()

const connectionString = needed('storage')
const trainer = fileURLToPath(new URL('../../training/main.ts', import.meta.url))
const workspaceId = needed('workspace')
const management = await startManagement({
  port: Number(flags.port),
  token: flags.token,
  providers: {
    'Microsoft.MachineLearningServices': createMachineLearningProvider({
      workspaceId,
      folder: join(needed('folder'), 'machine-learning'),
      datastores: Object.fromEntries(flags.datastore.map((each) => readDatastore(each))),
      programs: { 'sightloop-train': [process.execPath, '--disable-warning=ExperimentalWarning', trainer] },
      ...(flags.events === undefined ? {} : { eventsUrl: flags.events }),
    }),
    ...(await imageBuilds(flags.registry)),
  },
})
console.log(JSON.stringify({ url: management.url }))

await stopped
await management.close()
process.exit(0)

/** Without a registry nothing can be built. */
async function imageBuilds(registryId: string | undefined): Promise<Readonly<Record<string, Provider>>> {
  if (registryId === undefined) return {}
  const folder = join(needed('folder'), 'container-registry')
  const provider = await createContainerRegistryProvider({ registryId, registryUrl: needed('registry-url'), folder })
  return { 'Microsoft.ContainerRegistry': provider }
}

function readDatastore(text: string): [string, { connectionString: string; container: string }] {
  const [name, container, ...more] = text.split('=')
  if (name && container && more.length === 0) return [name, { connectionString, container }]
  console.error(`--datastore must be NAME=CONTAINER; it is ${JSON.stringify(text)}.`)
  process.exit(2)
}
