import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import type { Ports } from '../../../shared/ports.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { reviewApi } from './review-api.ts'

describe('the health of the service', () => {
  let azurite: RunningAzurite
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
  })
  after(() => azurite.close())
  const health = async (overrides: Partial<Ports> = {}) => (await reviewApi({ ...ports, ...overrides })('GET', 'health')).body

  it('is ok while alerts get out, the clock is right and nothing waits', async () => {
    assert.equal((await health()).state, 'ok')
  })

  it('is degraded by a clock that is six minutes ahead', async () => {
    const ahead = () => new Date(Date.now() + 6 * 60_000)
    const { state, clock } = await health({ clock: ahead })
    assert.equal(state, 'degraded')
    assert.equal(clock.state, 'degraded')
  })

  it('is degraded while events wait to be taken in', async () => {
    await ports.spill.put([{ body: Buffer.from('{}'), device: 'edge-1', enqueuedAt: '2026-03-01T10:00:00.000Z', properties: {} }])
    assert.deepEqual((await health()).spill, { state: 'degraded', isWaiting: true })
  })
})
