import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
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

describe('README.md', () => {
  const readme = read('README.md')

  test('names every setting of the function app', () => {
    const isNamed = (name: string) => readme.includes(`\`${name}\``) || readme.includes(`\`${name.replace(/^.*(?=__)/, '')}\``)
    assert.deepEqual(
      Object.keys(settingSchemas).filter((name) => !isNamed(name)),
      [],
    )
  })

  test('names no npm script that does not exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...readme.matchAll(/npm (?:run )?((?:test|start|train|bench|check|build|format)(?::\w+)?)\b/g)].map(([, name]) => name!)
    assert.ok(named.length > 8)
    assert.deepEqual(
      named.filter((name) => scripts[name] === undefined),
      [],
    )
  })

  test('shows the way to files that exist', () => {
    const tour = readme.slice(readme.indexOf('## Tour'), readme.indexOf('## Settings'))
    const paths = [...tour.matchAll(/[`(]((?:shared|edge|functions|training|local|docs)\/[\w./-]*)[`)]/g)].map(([, path]) => path!)
    assert.ok(paths.length > 15)
    assert.deepEqual(
      paths.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url))),
      [],
    )
  })
})
