import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { openApiDocument } from '../../functions/review/openapi.ts'
import { routes } from '../../functions/review/routes/index.ts'
import { uiOperations } from '../../tools/ui-operations.ts'

const file = 'ui/api/operations.ts'

test('the calls of the pages have the types of the OpenAPI document', () => {
  const written = spawnSync('node_modules/.bin/biome', ['format', `--stdin-file-path=${file}`], {
    input: uiOperations(openApiDocument(routes)),
    encoding: 'utf8',
  })
  assert.equal(readFileSync(file, 'utf8'), written.stdout, 'run: node tools/run.mjs tools/write-ui-operations.ts')
})
