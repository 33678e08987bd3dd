import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMethods } from '../../../../local/iot-hub/mqtt/methods.ts'
import type { Session, Sessions } from '../../../../local/iot-hub/mqtt/sessions.ts'

// The real hub takes no response timeout below five seconds, so this is tried below its REST.

const address = { device: 'camera-1' }
const mute = { client: { publish: () => {} }, entry: { address }, filters: new Set(['$iothub/methods/POST/#']) } as unknown as Session
const call = { name: 'snapshot', payload: null, responseTimeoutSeconds: 0.02, connectTimeoutSeconds: 0 }

test('a device that does not answer in time is 504101', async () => {
  const methods = createMethods({ live: () => mute } as unknown as Sessions)
  await assert.rejects(methods.invoke(address, call), { code: 'DeviceTimeout', status: 504, message: /504101/ })
})

test('a device that does not come in time is 404103', async () => {
  const methods = createMethods({ live: () => undefined } as unknown as Sessions)
  await assert.rejects(methods.invoke(address, { ...call, connectTimeoutSeconds: 0.02 }), {
    code: 'DeviceNotOnline',
    status: 404,
    message: /404103/,
  })
})

test('a call that waits for a device goes out when it comes', async () => {
  let session: Session | undefined
  const asked: string[] = []
  const publish = ({ topic }: { topic: string }) => {
    asked.push(topic)
    methods.answered(mute, '1', 200, Buffer.from('{"ok":true}'))
  }
  const methods = createMethods({ live: () => session } as unknown as Sessions)
  Object.assign(mute.client, { publish })
  const answer = methods.invoke(address, { ...call, responseTimeoutSeconds: 10, connectTimeoutSeconds: 10 })
  session = mute
  methods.subscribed(mute)
  assert.deepEqual(await answer, { status: 200, payload: { ok: true } })
  assert.deepEqual(asked, ['$iothub/methods/POST/snapshot/?$rid=1'])
})
