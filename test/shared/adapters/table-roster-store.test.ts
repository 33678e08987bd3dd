import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startAzurite } from '../../../local/azurite/start.ts'
import { createStorage } from '../../../shared/adapters/storage.ts'
import { createTableRosterStore } from '../../../shared/adapters/table-roster-store.ts'
import { createRecipient } from '../operations/alert-support/start-alerting.ts'

const azurite = await startAzurite()
after(azurite.close)
const rosters = createTableRosterStore(createStorage({ connectionString: azurite.connectionString }))
const shifts = [{ days: ['mon' as const], from: '06:00', to: '14:00', onCall: ['engineer'] }]

test('a site comes back with its recipients, schedules and camera names, and with nobody else’s', async () => {
  const site = { id: 'plant-1', name: 'Plant <North>', timeZone: 'Europe/Berlin' }
  const schedule = { id: 'week', site: 'plant-1', name: 'Week', shifts }
  await rosters.saveSite(site)
  await rosters.saveSite({ ...site, id: 'plant-10' })
  await rosters.saveRecipient(createRecipient('plant-1'))
  await rosters.saveRecipient(createRecipient('plant-10', { id: 'stranger' }))
  await rosters.saveSchedule(schedule)
  await rosters.saveCameraName('plant-1', 'camera-1', 'Line 3 / press #1?')
  assert.deepEqual(await rosters.find('plant-1'), {
    site,
    recipients: [createRecipient('plant-1')],
    schedules: [schedule],
    cameraNames: { 'camera-1': 'Line 3 / press #1?' },
  })
  assert.deepEqual((await rosters.listSites()).map(({ id }) => id).sort(), ['plant-1', 'plant-10'])
})

test('what is saved again is replaced, and what is removed is gone, also when it is removed twice', async () => {
  await rosters.saveSite({ id: 'plant-2', name: 'Plant', timeZone: 'UTC' })
  await rosters.saveRecipient(createRecipient('plant-2'))
  await rosters.saveRecipient(createRecipient('plant-2', { name: 'Night shift' }))
  assert.deepEqual(
    (await rosters.find('plant-2'))?.recipients.map(({ name }) => name),
    ['Night shift'],
  )
  await rosters.removeRecipient('plant-2', 'engineer')
  await rosters.removeRecipient('plant-2', 'engineer')
  await rosters.removeSchedule('plant-2', 'week')
  assert.deepEqual((await rosters.find('plant-2'))?.recipients, [])
})

test('a site that nobody has set up has no roster', async () => {
  assert.equal(await rosters.find('plant-3'), undefined)
})
