import type { TypedData } from '../app/core-types.ts'
import type { InputBinding, OutputBinding } from '../invocation/binding-types.ts'
import { fillIn } from './binding-values.ts'
import { tableClient } from './storage-clients.ts'

type Entity = Record<string, unknown>

/** One entity when both keys are given (nothing when it is missing), else a list: of a partition, of a filter, or of all. */
export const readTable: InputBinding = async (binding, values) => {
  const option = (name: string) => fillIn(binding[name], values)
  const client = tableClient(binding['connection'], option('tableName'))
  const [partitionKey, rowKey, filter] = [option('partitionKey'), option('rowKey'), option('filter')]
  if (partitionKey !== '' && rowKey !== '') {
    const entity = await client.getEntity<Entity>(partitionKey, rowKey).catch((error: { statusCode?: number }) => {
      if (error.statusCode !== 404) throw error
    })
    return entity === undefined ? {} : { json: JSON.stringify(plainEntity(entity)) }
  }
  const partition = partitionKey === '' ? '' : `PartitionKey eq '${partitionKey.replaceAll("'", "''")}'`
  const conditions = [partition, filter].filter((text) => text !== '').map((text) => `(${text})`)
  const take = Number(binding['take'] ?? Number.POSITIVE_INFINITY)
  return { json: JSON.stringify(await listEntities(client, conditions.join(' and '), take)) }
}

async function listEntities(client: ReturnType<typeof tableClient>, filter: string, take: number): Promise<Entity[]> {
  const entities: Entity[] = []
  const pages = client.listEntities<Entity>(filter === '' ? {} : { queryOptions: { filter } })
  for await (const entity of pages) {
    if (entities.length >= take) break
    entities.push(plainEntity(entity))
  }
  return entities
}

/** As Azure hands it over: keys with a capital letter, without what belongs to the protocol. */
function plainEntity({ partitionKey, rowKey, etag, timestamp, 'odata.metadata': metadata, ...properties }: Entity): Entity {
  const plain = Object.entries(properties).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value])
  return { PartitionKey: partitionKey, RowKey: rowKey, ...Object.fromEntries(plain) }
}

/** Inserts one entity or a list; one that exists already makes the invocation fail, as in Azure. The table is made when it is missing. */
export const writeTable: OutputBinding = async (binding, value, values) => {
  const option = (name: string) => fillIn(binding[name], values)
  const client = tableClient(binding['connection'], option('tableName'))
  for (const { PartitionKey, RowKey, partitionKey, rowKey, ...properties } of entitiesOf(value)) {
    const keys = {
      partitionKey: String(PartitionKey ?? partitionKey ?? option('partitionKey')),
      rowKey: String(RowKey ?? rowKey ?? option('rowKey')),
    }
    const entity = { ...simpleProperties(properties), ...keys }
    await client.createEntity(entity).catch(async (error: { statusCode?: number }) => {
      if (error.statusCode !== 404) throw error
      await client.createTable()
      await client.createEntity(entity)
    })
  }
}

function entitiesOf(value: TypedData): Entity[] {
  const content = JSON.parse(value.json ?? value.string ?? 'null') as unknown
  const list = Array.isArray(content) ? content : [content]
  if (list.some((item) => typeof item !== 'object' || item === null))
    throw new Error('A table output takes an object or a list of objects.')
  return list as Entity[]
}

/** A table holds no objects and lists; they are stored as JSON text. */
function simpleProperties(properties: Entity): Entity {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, typeof value === 'object' && value !== null ? JSON.stringify(value) : value]),
  )
}
