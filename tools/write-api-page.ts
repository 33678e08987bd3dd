// node tools/run.mjs tools/write-api-page.ts: writes docs/api.md anew.
import { writeFileSync } from 'node:fs'
import { routes } from '../functions/review/routes/index.ts'
import { apiPage } from './api-page.ts'

writeFileSync('docs/api.md', apiPage(routes))
