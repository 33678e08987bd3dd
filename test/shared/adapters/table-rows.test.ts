import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { TableClient } from '@azure/data-tables'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { createGroupCommit } from '../../../shared/adapters/group-commit.ts'
import { createStorage, type Storage } from '../../../shared/adapters/storage.ts'
import { listRows, type Row, toEntity, upsertRow } from '../../../shared/adapters/table-rows.ts'
import { Fault } from '../../../shared/domain/faults.ts'
import { countRows } from '../../harness/dump-tables.ts'
import { incidentMessage } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'

describe('table rows', () => {
  let azurite: RunningAzurite
  let storage: Storage
  before(async () => {
    azurite = await startAzurite()
    storage = createStorage({ connectionString: azurite.connectionString }, { firstDelayMs: 1 })
  })
  after(() => azurite.close())

  const row = (rowKey: string, columns: Row['columns'] = { data: 'x' }, partitionKey = 'p'): Row => ({ partitionKey, rowKey, columns })
  const isTooLarge = (error: unknown) => error instanceof Fault && error.code === 'row-too-large'

  test('over a limit of Azure are refused before they are sent', () => {
    const columns = (count: number, text: string) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, text]))
    toEntity(row('a', columns(252, 'x')))
    assert.throws(() => toEntity(row('a', columns(253, 'x'))), isTooLarge)
    toEntity(row('a', { data: 'x'.repeat(32 * 1024) }))
    assert.throws(() => toEntity(row('a', { data: 'x'.repeat(32 * 1024 + 1) })), isTooLarge)
    assert.throws(() => toEntity(row('a', columns(20, 'x'.repeat(32 * 1024)))), isTooLarge)
  })

  test('of another partition cannot be reached by a value that pretends to be a filter', async () => {
    for (let index = 0; index < 50; index++) await upsertRow(storage, 'Fleet', row(`r${index}`, { site: 'other' }, 'other'))
    await upsertRow(storage, 'Fleet', row('mine'))
    for (const injection of ["p' or PartitionKey ne 'zzz", "x' or '1' eq '1", "p') or (RowKey ge '", "'", "p'' or true or ''"]) {
      assert.deepEqual(await listRows(storage, 'Fleet', injection, { from: '0', to: '~' }, 100), [])
      assert.deepEqual(await listRows(storage, 'Fleet', 'other', { from: injection, to: injection }, 100), [])
    }
    assert.equal((await listRows(storage, 'Fleet', 'p', { from: '0', to: '~' }, 100)).length, 1)
  })

  test('are listed to the end, over as many pages as the service makes of it', async () => {
    const save = createGroupCommit(storage, 'People')
    await Promise.all(Array.from({ length: 2500 }, (_, index) => save(row(String(index).padStart(5, '0'), { index }))))
    const rows = await listRows(storage, 'People', 'p', { from: '0', to: '~' }, Number.POSITIVE_INFINITY)
    assert.equal(rows.length, 2500)
    assert.equal(rows.at(-1)?.columns['index'], 2499)
    assert.equal((await listRows(storage, 'People', 'p', { from: '00100', to: '00200' }, 30)).length, 30)
  })

  test('written together go in transactions of at most 100 rows and 4 MiB, the same key once', async () => {
    const save = createGroupCommit(storage, 'Rosters')
    const large = (index: number) =>
      Object.fromEntries(Array.from({ length: 10 }, (_, part) => [`data${part}`, String(index).repeat(15_000)]))
    await Promise.all([
      ...Array.from({ length: 201 }, (_, index) => save(row(`small${index}`))),
      ...Array.from({ length: 101 }, () => save(row('same'))),
      ...Array.from({ length: 40 }, (_, index) => save(row(`large${index}`, large(index % 10), 'q'))),
    ])
    assert.equal(await countRows(azurite.connectionString, 'Rosters'), 201 + 1 + 40)
  })

  test('that the service refuses fail alone, not with the rows that were to go with them', async () => {
    const save = createGroupCommit(storage, 'Audit')
    const outcomes = await Promise.allSettled(['a', 'b', 'not/allowed', 'c'].map((key) => save(row(key))))
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    )
    assert.equal(await countRows(azurite.connectionString, 'Audit'), 3)
  })

  test('of an incident are all written or none: one that is in the way leaves no part behind', async () => {
    const ports = await createTestApp(azurite.connectionString)
    const { incident: id } = incidentMessage({ seq: 1 })
    const [incident, alert] = await sampleIncident(id)
    const entry = { kind: 'comment', seq: 1, at: incident.startedAt, who: 'p1', name: 'P', text: 'first' } as const
    const version = await ports.incidents.write({ incident, version: undefined, entries: [entry] })

    const other = { ...entry, text: 'another first' }
    const changed = { ...incident, state: 'acknowledged' } as const
    await assert.rejects(ports.incidents.write({ incident: changed, version, alerts: [alert], entries: [other] }), {
      code: 'incident-changed',
    })
    assert.equal((await ports.incidents.find(id))?.value.state, 'new')
    assert.deepEqual(await ports.incidents.alerts(id), [])
    assert.deepEqual(await ports.incidents.entries(id), [entry])

    const alerts = Array.from({ length: 100 }, (_, index) => ({ ...alert, id: `alert-${index}` }))
    await assert.rejects(ports.incidents.write({ incident, version, alerts }), isTooLarge)
    assert.deepEqual(await ports.incidents.alerts(id), [])
  })

  async function sampleIncident(id: string) {
    const { mergeIncident } = await import('../../../shared/domain/merge-incident.ts')
    const { planOneAlert } = await import('../../harness/test-app.ts')
    const message = incidentMessage({ seq: 1 })
    const device = { id: 'edge-1', site: 'plant-1', name: 'Edge 1' }
    const common = { type: 'incident', device, enqueuedAt: message.at, sentAt: undefined, traceparent: undefined } as const
    const incident = mergeIncident(undefined, { ...common, message: { ...message, incident: id } })
    const [alert] = await planOneAlert(incident, new Date(message.at))
    assert.ok(alert !== undefined)
    return [incident, alert] as const
  }

  test('reach the service through a table that nobody made before', async () => {
    const table = TableClient.fromConnectionString(azurite.connectionString, 'Devices', { allowInsecureConnection: true })
    await table.deleteTable()
    await upsertRow(storage, 'Devices', row('a'))
    assert.equal(await countRows(azurite.connectionString, 'Devices'), 1)
  })
})
