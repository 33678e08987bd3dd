// node tools/run.mjs tools/write-ui-operations.ts: writes ui/api/operations.ts anew.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { openApiDocument } from '../functions/review/openapi.ts'
import { routes } from '../functions/review/routes/index.ts'
import { uiOperations } from './ui-operations.ts'

const file = 'ui/api/operations.ts'
writeFileSync(file, uiOperations(openApiDocument(routes)))
spawnSync('node_modules/.bin/biome', ['format', '--write', file])
