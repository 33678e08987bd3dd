import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { TableClient, type TransactionAction } from '@azure/data-tables'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { incidentRow, placeOf } from '../../../shared/adapters/incident-rows.ts'
import { type Row, toEntity } from '../../../shared/adapters/table-rows.ts'
import { canonicalJson } from '../../../shared/domain/canonical-json.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import { dayOf, joinKey, newestFirst } from '../../../shared/domain/keys.ts'
import { recordingPath } from '../../../shared/domain/media-path.ts'
import type { Recording } from '../../../shared/domain/recording.ts'
import type { Ports } from '../../../shared/ports.ts'
import { createRandom } from '../../harness/random.ts'
import { sampleIncident } from '../../harness/sample-incident.ts'
import { at } from '../../harness/sample-messages.ts'
import { createTestApp } from '../../harness/test-app.ts'
import { type Answer, type Call, idOf, reviewApi } from './review-api.ts'

const rowCount = 2500
const pageSize = 100

/** A list of the API, and how something comes into it while it is read. */
interface List {
  readonly path: string
  readonly query: Record<string, string>
  readonly insert: (name: string, seconds: number) => Promise<unknown>
}

describe('a list of 2,500 rows', () => {
  let azurite: RunningAzurite
  let ports: Ports
  let call: (method: string, path: string, call?: Call) => Promise<Answer>

  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
    call = reviewApi(ports)
    await ports.people.save({ id: idOf('site-engineer'), name: 'Ada', sites: ['plant-1'] })
    // One each the long way, which lays the indexes for its day; the others as the rows that this leaves.
    for (const day of [0, 1, 2]) {
      await lists.incidents.insert(`day-${day}`, day * 86_400)
      await lists.recordings.insert(`day-${day}`, day * 86_400)
    }
    const places = Array.from({ length: rowCount - 3 }, (_, index) => ({
      name: `row-${index}`,
      seconds: (index % 3) * 86_400 + 1 + Math.floor(index / 3) * 20,
    }))
    await insertRows(
      'Incidents',
      places.map(({ name, seconds }) => incidentRow(incidentAt(name, seconds), placeOf(incidentAt(name, seconds)))),
    )
    await insertRows(
      'Recordings',
      places.map(({ name, seconds }) => recordingRow(recordingAt(name, seconds))),
    )
  })
  after(() => azurite.close())

  const incidentAt = (id: string, seconds: number): Incident =>
    sampleIncident(id, { site: 'plant-1', camera: 'camera-1', startedAt: at(seconds), endedAt: at(seconds + 5) })
  const recordingAt = (id: string, seconds: number): Recording => {
    const [site, camera, startedAt] = ['plant-1', 'camera-1', at(seconds)]
    return {
      ...{ id, site, device: 'edge-1', camera, startedAt, endedAt: at(seconds + 10), path: recordingPath({ site, camera, startedAt, id }) },
      ...{ bytes: 1, sha256: '0'.repeat(64), codec: 'avc1.42e01e', frameRate: 25, width: 640, height: 360, receivedAt: at(seconds + 11) },
    }
  }
  const recordingRow = (recording: Recording): Row => ({
    partitionKey: joinKey(recording.site, recording.camera, dayOf(recording.startedAt)),
    rowKey: joinKey('r', newestFirst(recording.startedAt), recording.id),
    columns: { data: canonicalJson(recording) },
  })

  const lists = {
    incidents: {
      ...{ path: 'incidents', query: {} },
      insert: (name, seconds) => ports.incidents.write({ incident: incidentAt(name, seconds), version: undefined }),
    },
    recordings: {
      ...{ path: 'recordings', query: { site: 'plant-1', camera: 'camera-1' } },
      insert: (name, seconds) => ports.recordings.save(recordingAt(name, seconds)),
    },
  } satisfies Record<string, List>

  async function insertRows(table: string, rows: readonly Row[]): Promise<void> {
    const client = TableClient.fromConnectionString(azurite.connectionString, table, { allowInsecureConnection: true })
    for (const ofDay of Map.groupBy(rows, ({ partitionKey }) => partitionKey).values())
      for (let index = 0; index < ofDay.length; index += 100)
        await client.submitTransaction(ofDay.slice(index, index + 100).map((row): TransactionAction => ['create', toEntity(row)]))
  }

  const page = ({ path, query }: List, cursor?: string, limit = String(pageSize)) =>
    call('GET', path, { as: 'site-engineer', query: { ...query, limit, ...(cursor !== undefined && { cursor }) } })

  for (const [name, list] of Object.entries(lists)) {
    it(`of ${name} shows each of them once and in order, whatever comes in between the pages`, async () => {
      const random = createRandom(7)
      const seen: { id: string; startedAt: string }[] = []
      let cursor: string | undefined
      let pages = 0
      do {
        const { body } = await page(list, cursor)
        assert.ok(body.items.length <= pageSize)
        seen.push(...body.items)
        cursor = body.cursor
        // Newer than all, older than all, and anywhere between, days that had none among them.
        const places = [6 * 86_400 + pages, -6 * 86_400 - pages, Math.floor(random() * 3 * 86_400)]
        for (const [index, seconds] of places.entries()) await list.insert(`new-${pages}-${index}`, seconds)
        pages++
      } while (cursor !== undefined)

      const ids = seen.map(({ id }) => id)
      assert.equal(ids.filter((id) => id.startsWith('row-') || id.startsWith('day-')).length, rowCount)
      assert.equal(new Set(ids).size, ids.length)
      const times = seen.map(({ startedAt }) => startedAt)
      assert.deepEqual(times, times.toSorted().reverse())
      assert.ok(pages >= rowCount / pageSize)
    })

    it(`of ${name} gives no page of more than 100, and takes no cursor but its own`, async () => {
      for (const limit of ['101', '0', '-1', '1e9', 'all']) assert.equal((await page(list, undefined, limit)).status, 400, limit)
      const { cursor } = (await page(list)).body
      const tampered = [
        `${cursor}x!`,
        cursor.slice(1),
        cursor.replace('~', '/'),
        `${cursor}'`,
        '9'.repeat(15),
        "0' or PartitionKey ne '",
        ' ',
        '~',
        '%7e',
      ]
      for (const wrong of tampered) {
        const answer = await page(list, wrong)
        assert.deepEqual([answer.status, answer.body.code], [400, 'input-invalid'], wrong)
      }
    })
  }
})
