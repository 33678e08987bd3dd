import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { checkClock } from '../../../shared/operations/check-clock.ts'
import type { Ports } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'

describe('the clock of the host', () => {
  let azurite: RunningAzurite
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
  })
  after(() => azurite.close())

  for (const [minutes, state] of [
    [0, 'ok'],
    [3, 'ok'],
    [-3, 'ok'],
    [6, 'degraded'],
    [-6, 'degraded'],
  ] as const) {
    test(`${minutes} minutes off is ${state}`, async () => {
      const real = ports.clock
      const clock = () => new Date(real().getTime() + minutes * 60_000)
      assert.equal((await checkClock({ ...ports, clock })).state, state)
    })
  }
})
