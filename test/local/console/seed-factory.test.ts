import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Api } from '../../../local/console/api.ts'
import { laptopDevice, planFactory } from '../../../local/console/factory.ts'
import { seedFactory } from '../../../local/console/seed-factory.ts'

test('cameras follow the command line, and those that people added stay', async () => {
  const factory = planFactory('rtsp://127.0.0.1:8554/line', [], undefined)
  const kept = (id: string) => ({ id, device: laptopDevice.id, name: id, settings: { source: 'file:old.mp4' } })
  const items = [kept('camera-1'), kept('outfeed')]
  const changed: string[] = []
  const api: Api = {
    get: async <T>(path: string) => ({ items: path.endsWith('/cameras') ? items : [] }) as T,
    put: async <T>(path: string) => void changed.push(`put ${path}`) as T,
    post: async <T>() => undefined as T,
    remove: async (path: string) => void changed.push(`remove ${path}`),
  }
  await seedFactory(api, factory)
  const cameras = changed.filter((call) => call.includes('/cameras/'))
  assert.deepEqual(cameras, ['put sites/plant-1/cameras/line-3', 'remove sites/plant-1/cameras/camera-1'])
})
