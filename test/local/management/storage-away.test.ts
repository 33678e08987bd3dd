import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { BlobServiceClient } from '@azure/storage-blob'
import { startAzurite } from '../../../local/azurite/start.ts'
import { createMachineLearningProvider } from '../../../local/management/machine-learning/provider.ts'
import { startManagement } from '../../../local/management/start.ts'
import { createCaller, jobBody, temporaryFolder, token, workspaceId } from './start-workspace.ts'

test('what a program has made while the storage was away is stored when it is back', async (t) => {
  const [folder, disk] = [await temporaryFolder(t), await temporaryFolder(t)]
  const first = await startAzurite({ folder: disk })
  t.after(() => first.close())
  const blobPort = Number(new URL(first.blobUrl).port)
  const { connectionString } = first
  const workspace = createMachineLearningProvider({
    ...{ workspaceId, folder, mirrorEveryMs: 50, log: () => {} },
    datastores: { training: { connectionString, container: 'training' } },
  })
  const management = await startManagement({ token, providers: { 'Microsoft.MachineLearningServices': workspace } })
  t.after(() => management.close())
  const { call, whenJob, ended } = createCaller(management.url)
  const gate = join(folder, 'gate')
  const script = `const fs = require('fs'); setInterval(() => fs.existsSync(process.argv[1]) && (fs.writeFileSync(process.argv[2] + '/made.txt', 'late'), process.exit(0)), 10)`
  await call('PUT', '/jobs/late', jobBody('late', `'${process.execPath}' -e "${script}" '${gate}' \${{outputs.model}}`))
  await whenJob('late', 'Running')
  await first.close()
  writeFileSync(gate, '')
  await whenJob('late', 'Finalizing')

  const second = await startAzurite({ folder: disk, blobPort })
  t.after(() => second.close())
  assert.equal((await ended('late')).properties.status, 'Completed')
  const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('training')
  assert.equal((await container.getBlobClient('runs/late/made.txt').downloadToBuffer()).toString(), 'late')
})
