import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TableClient } from '@azure/data-tables'
import { BlobServiceClient } from '@azure/storage-blob'
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { appFolder } from './app-folder.ts'
import { type HostProcess, launchHost, waitForLines } from './host-process.ts'

const app = `
import { app, input, output } from '@azure/functions'
const connection = 'AzureWebJobsStorage'
const outcome = output.storageQueue({ queueName: 'outcome', connection })
const tell = (context, value) => context.extraOutputs.set(outcome, value)
const options = { connection, extraOutputs: [outcome] }

app.storageQueue('orders', { ...options, queueName: '%ORDERS%', handler: (message, context) => {
  if (message.fails) throw new Error('cannot')
  tell(context, { message, metadata: context.triggerMetadata })
} })
app.storageQueue('binary', { ...options, queueName: 'binary', dataType: 'binary', handler: (message, context) => tell(context, { isBuffer: Buffer.isBuffer(message), hex: message.toString('hex') }) })
app.storageBlob('arrived', { ...options, path: 'incoming/{site}/{name}.{extension}', handler: (blob, context) => {
  if (context.triggerMetadata.name === 'bad') throw new Error('bad blob')
  tell(context, { isBuffer: Buffer.isBuffer(blob), text: blob.toString(), metadata: context.triggerMetadata })
} })

const blobIn = input.storageBlob({ connection, path: 'letters/{id}.txt' })
const one = input.table({ connection, tableName: 'things', partitionKey: '{site}', rowKey: '{id}' })
const many = input.table({ connection, tableName: 'things', partitionKey: '{site}', take: 2, filter: 'size gt 1' })
app.http('read', { route: 'read/{site}/{id}', extraInputs: [blobIn, one, many], handler: (request, context) => {
  const blob = context.extraInputs.get(blobIn)
  return { jsonBody: { blob: blob && { isBuffer: Buffer.isBuffer(blob), text: blob.toString() }, one: context.extraInputs.get(one) ?? null, many: context.extraInputs.get(many) } }
} })

const blobOut = output.storageBlob({ connection, path: 'written/{site}/{rand-guid}.json' })
const tableOut = output.table({ connection, tableName: 'written', partitionKey: '{site}' })
const queueOut = output.storageQueue({ connection, queueName: 'written' })
app.http('write', { route: 'write/{site}', methods: ['POST'], extraOutputs: [blobOut, tableOut, queueOut], handler: async (request, context) => {
  context.extraOutputs.set(blobOut, { from: 'blob' })
  context.extraOutputs.set(tableOut, [{ RowKey: '1', size: 1, nested: { a: 1 } }, { rowKey: '2', PartitionKey: 'own' }])
  context.extraOutputs.set(queueOut, ['first', { second: 2 }])
  return { status: 201 }
} })
app.storageQueue('returning', { connection, queueName: 'returning', return: output.storageQueue({ connection, queueName: 'returned' }), handler: (message) => ({ got: message }) })
`
const hostJson = JSON.stringify({ version: '2.0', extensions: { queues: { maxDequeueCount: 2 }, blobs: { poisonBlobThreshold: 2 } } })
const folder = appFolder({ after }, { 'app.js': app, 'host.json': hostJson })
let azurite: RunningAzurite
let host: HostProcess
let blobs: BlobServiceClient
let queues: QueueServiceClient

before(async () => {
  azurite = await startAzurite()
  blobs = BlobServiceClient.fromConnectionString(azurite.connectionString)
  queues = QueueServiceClient.fromConnectionString(azurite.connectionString)
  await Promise.all([blobs.getContainerClient('incoming').create(), blobs.getContainerClient('letters').create()])
  host = await launchHost(folder, { AzureWebJobsStorage: azurite.connectionString, ORDERS: 'orders' })
})
after(async () => {
  await host.kill()
  await azurite.close()
})

const base64 = (value: string | Buffer) => Buffer.from(value).toString('base64')

/** The next message of a queue, decoded; waits until there is one. */
async function take(queue: QueueClient): Promise<string> {
  for (;;) {
    const answer = await queue.receiveMessages().catch(() => undefined)
    const [message] = answer?.receivedMessageItems ?? []
    if (message === undefined) continue
    await queue.deleteMessage(message.messageId, message.popReceipt)
    return Buffer.from(message.messageText, 'base64').toString()
  }
}
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

const takeOutcome = async () => JSON.parse(await take(queues.getQueueClient('outcome')))

test('a queue message arrives parsed, with its metadata, and its properties fill in for the queue trigger', async () => {
  await queues.getQueueClient('orders').createIfNotExists()
  const sent = await queues.getQueueClient('orders').sendMessage(base64('{"size":3,"text":"grün"}'))
  const { message, metadata } = await takeOutcome()
  assert.deepEqual(message, { size: 3, text: 'grün' })
  const { id, dequeueCount, insertionTime, popReceipt, queueTrigger, size } = metadata
  assert.deepEqual([id, dequeueCount, queueTrigger, size], [sent.messageId, 1, message, 3])
  assert.match(insertionTime, /^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/)
  assert.equal(typeof popReceipt, 'string')
})

test('a message that fails is tried maxDequeueCount times and then lies in the poison queue', async () => {
  await queues.getQueueClient('orders').createIfNotExists()
  await queues.getQueueClient('orders').sendMessage(base64('{"fails":true}'))
  assert.equal(await take(queues.getQueueClient('orders-poison')), '{"fails":true}')
  await waitForLines(host, /Executed 'Functions\.orders' \(Failed/, 2)
  assert.equal(host.lines.filter((line) => /Executed 'Functions\.orders' \(Failed/.test(line)).length, 2)
})

test('a message that is not base64 goes to the poison queue without waking the function', async () => {
  await queues.getQueueClient('orders').createIfNotExists()
  await queues.getQueueClient('orders').sendMessage('{"plain":true}')
  const poison = queues.getQueueClient('orders-poison')
  await host.line(/is not base64/)
  assert.ok(await take(poison))
})

test('dataType binary hands over the bytes', async () => {
  await queues.getQueueClient('binary').createIfNotExists()
  await queues.getQueueClient('binary').sendMessage(base64(Buffer.from([0, 255])))
  assert.deepEqual(await takeOutcome(), { isBuffer: true, hex: '00ff' })
})

test('a return value goes to the queue of the return binding', async () => {
  await queues.getQueueClient('returning').createIfNotExists()
  await queues.getQueueClient('returning').sendMessage(base64('text'))
  assert.equal(await take(queues.getQueueClient('returned')), '{"got":"text"}')
})

test('a function is called by hand with an input that is no message of any queue', async () => {
  const answer = await fetch(`${host.url}/admin/functions/orders`, { method: 'POST', body: '{"input":"{\\"hand\\":1}"}' })
  assert.equal(answer.status, 202)
  assert.deepEqual((await takeOutcome()).message, { hand: 1 })
})

test('a blob wakes its function once a version, with the parameters of its path', async () => {
  const container = blobs.getContainerClient('incoming')
  const upload = (name: string, text: string) =>
    container.getBlockBlobClient(name).upload(text, Buffer.byteLength(text), { metadata: { camera: 'c1' } })
  await upload('north/a.b.txt', 'one')
  const first = await takeOutcome()
  assert.deepEqual([first.isBuffer, first.text], [true, 'one'])
  const { site, name, extension, blobTrigger, uri, properties, metadata } = first.metadata
  assert.deepEqual([site, name, extension, blobTrigger], ['north', 'a.b', 'txt', 'incoming/north/a.b.txt'])
  assert.match(uri, /\/incoming\/north\/a\.b\.txt$/)
  assert.deepEqual([properties.contentLength, metadata], [3, { camera: 'c1' }])
  await upload('nopattern', 'never')
  await upload('north/a.b.txt', 'two')
  assert.equal((await takeOutcome()).text, 'two')
  await upload('south/last.txt', 'three')
  assert.equal((await takeOutcome()).text, 'three')
  await waitForLines(host, /Executed 'Functions\.arrived'/, 3)
  assert.equal(host.lines.filter((line) => /Executing 'Functions\.arrived'/.test(line)).length, 3)
})

test('a blob that fails ends in the poison queue of blobs', async () => {
  await blobs.getContainerClient('incoming').getBlockBlobClient('west/bad.txt').upload('x', 1)
  const message = queues.getQueueClient('webjobs-blobtrigger-poison')
  await host.line(/moved to the queue 'webjobs-blobtrigger-poison'/)
  const [item] = (await message.receiveMessages()).receivedMessageItems
  const { FunctionId, ContainerName, BlobName } = JSON.parse(item?.messageText ?? '{}')
  assert.deepEqual([FunctionId, ContainerName, BlobName], ['arrived', 'incoming', 'west/bad.txt'])
})

test('extra inputs read a blob, an entity and a list of entities by names out of the route', async () => {
  const table = TableClient.fromConnectionString(azurite.connectionString, 'things', { allowInsecureConnection: true })
  await table.createTable()
  for (const size of [1, 2, 3, 4]) await table.createEntity({ partitionKey: "o'hara", rowKey: String(size), size })
  await blobs.getContainerClient('letters').getBlockBlobClient('3.txt').upload('dear', 4)
  const read = async (id: string) => (await fetch(`${host.url}/api/read/o'hara/${id}`)).json()
  const many = [2, 3].map((size) => ({ PartitionKey: "o'hara", RowKey: String(size), size }))
  assert.deepEqual(await read('3'), { blob: { isBuffer: true, text: 'dear' }, one: { PartitionKey: "o'hara", RowKey: '3', size: 3 }, many })
  assert.deepEqual(await read('9'), { one: null, many })
})

test('extra outputs write a blob, entities and messages, and one that fails is a 500', async () => {
  const write = () => fetch(`${host.url}/api/write/east`, { method: 'POST' })
  assert.equal((await write()).status, 201)
  const [blob] = await all(blobs.getContainerClient('written').listBlobsFlat({ prefix: 'east/' }))
  const content = await blobs
    .getContainerClient('written')
    .getBlobClient(blob?.name ?? '')
    .downloadToBuffer()
  assert.equal(content.toString(), '{"from":"blob"}')
  const table = TableClient.fromConnectionString(azurite.connectionString, 'written', { allowInsecureConnection: true })
  const entities = await all(table.listEntities())
  assert.deepEqual(
    entities.map(({ partitionKey, rowKey, nested }) => [partitionKey, rowKey, nested]),
    [
      ['east', '1', '{"a":1}'],
      ['own', '2', undefined],
    ],
  )
  const queue = queues.getQueueClient('written')
  assert.deepEqual([await take(queue), await take(queue)].sort(), ['first', '{"second":2}'])
  // The entities are there already, and an output inserts.
  assert.equal((await write()).status, 500)
})
