import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { containerNames, queueNames, tableNames } from '../../shared/adapters/storage-names.ts'
import { settingSchemas } from '../../shared/config.ts'
import { faults } from '../../shared/domain/faults.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** The names in the first column of all tables of a page. */
function firstColumn(page: string): string[] {
  return [...page.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
}

describe('what the docs say', () => {
  test('of faults is what the code says: the same codes, the same kinds, in order', () => {
    const rows = [...read('docs/faults.md').matchAll(/^\| `([^`]+)` \| ([a-z-]+) \|/gm)].map(([, code, kind]) => `${code} ${kind}`)
    assert.deepEqual(rows, [...rows].sort())
    assert.deepEqual(
      rows,
      Object.entries(faults)
        .map(([code, { kind }]) => `${code} ${kind}`)
        .sort(),
    )
  })

  test('of storage names every table, container and queue, and no others', () => {
    const named = firstColumn(read('docs/storage.md'))
    assert.deepEqual(named.sort(), [...tableNames, ...containerNames, ...queueNames].sort())
  })

  test('of settings in the example is every setting that the app reads, and what the host itself needs', () => {
    const { Values } = JSON.parse(read('local.settings.example.json'))
    const ofTheHost = ['FUNCTIONS_WORKER_RUNTIME', 'AzureWebJobsStorage']
    assert.deepEqual(Object.keys(Values).sort(), [...Object.keys(settingSchemas), ...ofTheHost].sort())
  })
})
