import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfig, settingNames } from '../../edge/config.ts'
import { Fault } from '../../shared/domain/faults.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const least = { IOTEDGE_DEVICEID: 'press-1', EdgeHubConnectionString: 'HostName=hub;DeviceId=press-1;ModuleId=vision;SharedAccessKey=a2V5' }

test('the README lists every setting and no other', () => {
  const readme = readFileSync(new URL('../../edge/README.md', import.meta.url), 'utf8')
  const section = readme.slice(readme.indexOf('## Settings'), readme.indexOf('## What it stores'))
  const listed = [...section.matchAll(/^\| `([A-Za-z_]+)` +\|/gm)].map(([, name]) => name)
  assert.deepEqual([...listed].sort(), [...settingNames].sort())
})

test('a module needs its device and a way to its hub, everything else has a default', () => {
  const config = loadConfig({ ...least, ALARM_URL: '', SCORING_PORT: '' })
  assert.deepEqual(config.scoring, { host: '127.0.0.1', port: 8080, keys: [] })
  assert.equal(config.alarm.url, undefined)
})

test('all wrong settings are named at once', () => {
  const isComplete = (error: unknown) =>
    error instanceof Fault &&
    error.code === 'setting-invalid' &&
    ['IOTEDGE_DEVICEID', 'DISK_QUOTA_MB', 'ALARM_COMMAND', 'VIDEO_ENGINE', 'EdgeHubConnectionString'].every((name) =>
      error.message.includes(name),
    )
  assert.throws(() => loadConfig({ DISK_QUOTA_MB: '1', ALARM_COMMAND: 'siren', VIDEO_ENGINE: 'vlc' }), isComplete)
})

test('the connection string of the upload identity may lie in a file', (t) => {
  const file = join(temporaryFolder(t), 'upload')
  writeFileSync(file, 'HostName=hub;DeviceId=press-1-media;SharedAccessKey=a2V5\n')
  assert.equal(
    loadConfig({ ...least, UPLOAD_CONNECTION_FILE: file }).uploadConnectionString,
    'HostName=hub;DeviceId=press-1-media;SharedAccessKey=a2V5',
  )
  assert.throws(() => loadConfig({ ...least, UPLOAD_CONNECTION_FILE: `${file}-gone` }), /UPLOAD_CONNECTION_FILE/)
})

test('keys and registries of models are checked when the module starts', () => {
  const pem = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const config = loadConfig({ ...least, MODEL_PUBLIC_KEYS: pem, MODEL_REGISTRY: 'registry.example.com' })
  assert.equal(config.modelPublicKeys, pem)
  assert.deepEqual(config.modelRegistry, { host: 'registry.example.com', credentialsFile: undefined })
  assert.throws(() => loadConfig({ ...least, MODEL_PUBLIC_KEYS: 'a key' }), /MODEL_PUBLIC_KEYS must hold Ed25519/)
  assert.throws(() => loadConfig({ ...least, MODEL_REGISTRY: 'https://registry.example.com' }), /MODEL_REGISTRY must be/)
})

test('an endpoint that is open to others than this machine wants keys', (t) => {
  const file = join(temporaryFolder(t), 'keys')
  const load = (more: Record<string, string>) => loadConfig({ ...least, SCORING_HOST: '0.0.0.0', ...more }).scoring.keys
  assert.throws(() => load({}), /SCORING_KEYS_FILE must name a file/)
  writeFileSync(file, 'short\n')
  assert.throws(() => load({ SCORING_KEYS_FILE: file }), /at least 16 characters/)
  writeFileSync(file, 'a-key-of-the-press-shop\n\n a-key-of-the-paint-shop \n')
  assert.deepEqual(load({ SCORING_KEYS_FILE: file }), ['a-key-of-the-press-shop', 'a-key-of-the-paint-shop'])
})
