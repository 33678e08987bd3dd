import { TableClient, TableServiceClient } from '@azure/data-tables'

/** Every row of every table as one text, without what the service itself adds: equal stores give equal texts. */
export async function dumpTables(connectionString: string, names?: readonly string[]): Promise<string> {
  const options = { allowInsecureConnection: true }
  const lines: string[] = []
  for await (const { name = '' } of TableServiceClient.fromConnectionString(connectionString, options).listTables()) {
    if (names !== undefined && !names.includes(name)) continue
    for await (const row of TableClient.fromConnectionString(connectionString, name, options).listEntities()) {
      const columns = Object.entries(row).filter(([column]) => column !== 'etag' && column !== 'timestamp' && !column.startsWith('odata'))
      lines.push(`${name} ${JSON.stringify(columns.sort(([a], [b]) => (a < b ? -1 : 1)))}`)
    }
  }
  return lines.sort().join('\n')
}

/** How many rows a table has. */
export async function countRows(connectionString: string, table: string): Promise<number> {
  const dump = await dumpTables(connectionString, [table])
  return dump === '' ? 0 : dump.split('\n').length
}
