import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Plant, planCapacity } from '../../tools/plan-capacity.ts'

const plant: Plant = {
  ...{ cameras: 10, framesPerSecond: 5, batchSeconds: 2, objects: 3, incidents: 20 },
  ...{ kilobitsPerSecond: 1500, rawHours: 72, archiveDays: 365, recipients: 2 },
}

describe('the capacity that a plant needs', () => {
  it('counts a message of more than 4 KB as several, as the hub does', () => {
    const small = planCapacity({ ...plant, kilobitsPerSecond: 0, objects: 1 })
    const large = planCapacity({ ...plant, kilobitsPerSecond: 0, objects: 30 })
    assert.equal(small.messagesPerDay, large.messagesPerDay)
    assert.ok(large.meteredPerDay > 5 * small.meteredPerDay)
  })

  it('takes a larger tier before it takes more than ten units', () => {
    assert.equal(planCapacity({ ...plant, cameras: 3 }).hub.tier, 'S1')
    assert.equal(planCapacity({ ...plant, cameras: 300 }).hub.tier, 'S2')
    const huge = planCapacity({ ...plant, cameras: 10_000 })
    assert.equal(huge.hub.tier, 'S3')
    assert.ok(huge.warnings.some((warning) => warning.includes('More than one hub')))
  })

  it('keeps as much video as cameras, bit rate and days come to', () => {
    // 10 cameras × 1.5 Mbit/s = 162 GB a day.
    const { rawGigabytes, archiveGigabytes } = planCapacity(plant)
    assert.equal(Math.round(rawGigabytes), 486)
    assert.equal(Math.round(archiveGigabytes), 59_130)
  })

  it('says when one site has more messages than a partition serves', () => {
    assert.deepEqual(planCapacity({ ...plant, cameras: 100 }).warnings, [])
    assert.match(planCapacity({ ...plant, cameras: 1000 }).warnings[0]!, /as 8 sites/)
  })

  it('grows with the cameras, and never shrinks', () => {
    const sizes = [1, 10, 100, 1000].map((cameras) => planCapacity({ ...plant, cameras }))
    for (const [index, size] of sizes.slice(1).entries()) {
      assert.ok(size.messagesPerDay > sizes[index]!.messagesPerDay)
      assert.ok(size.eventUnits >= sizes[index]!.eventUnits)
      assert.ok(size.archiveGigabytes > sizes[index]!.archiveGigabytes)
    }
  })
})
