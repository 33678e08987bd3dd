import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables'
import { startAzurite } from '../../../local/azurite/start.ts'

type HttpClient = NonNullable<TableServiceClientOptions['httpClient']>

/** Sends every byte of a request as a chunk of its own. */
const byteByByte: HttpClient = {
  sendRequest: async (request) => {
    const bytes = Buffer.from((request.body as string | undefined) ?? '')
    const body = Readable.toWeb(Readable.from(Array.from(bytes, (byte) => Uint8Array.of(byte))))
    const headers = request.headers.toJSON()
    delete headers['content-length']
    const response = await fetch(request.url, {
      method: request.method,
      headers,
      ...(bytes.length > 0 && { body, duplex: 'half' }),
    } as RequestInit)
    const answered = request.headers
    for (const [name] of [...answered]) answered.delete(name)
    for (const [name, value] of response.headers) answered.set(name, value)
    return { request, status: response.status, headers: answered, bodyAsText: await response.text() }
  },
}

test('a letter of two bytes arrives whole in a row, however its bytes come', async () => {
  const azurite = await startAzurite()
  try {
    const options = { allowInsecureConnection: true, httpClient: byteByByte }
    const table = TableClient.fromConnectionString(azurite.connectionString, 'Letters', options)
    await table.createTable()
    const text = 'Schäden an Förderbändern, 工場, 🏭'
    await table.createEntity({ partitionKey: 'p', rowKey: 'created', text })
    await table.upsertEntity({ partitionKey: 'p', rowKey: 'upserted', text }, 'Replace')
    for (const row of ['created', 'upserted']) assert.equal((await table.getEntity('p', row))['text'], text)
  } finally {
    await azurite.close()
  }
})
