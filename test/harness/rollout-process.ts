/**
 * Looks at a rollout in a process of its own, for tests that kill it:
 * `rollout-process.ts STORAGE-CONNECTION HUB-CONNECTION CERTIFICATE-FILE NOW ROLLOUT`.
 */
import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { createIotHubDeployments } from '../../shared/adapters/iot-hub-deployments.ts'
import { createIotHubDeviceStates } from '../../shared/adapters/iot-hub-device-states.ts'
import { createIotHubRegistry } from '../../shared/adapters/iot-hub-registry.ts'
import { lookAtRollout } from '../../shared/operations/look-at-rollout.ts'
import { createTestApp } from './test-app.ts'

const [, , storage = '', hub = '', certificateFile = '', now = '', rollout = ''] = process.argv
setDefaultCACertificates([...getCACertificates(), readFileSync(certificateFile, 'utf8')])
const registry = createIotHubRegistry({ connectionString: hub })
const ports = await createTestApp(storage, {
  clock: () => new Date(now),
  deviceStates: createIotHubDeviceStates(registry),
  deployments: createIotHubDeployments(registry),
})
await lookAtRollout(ports, { site: 'plant-1', rollout })
// Connections of the SDK are kept alive for others.
process.exit(0)
