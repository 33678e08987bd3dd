// node tools/run.mjs tools/extract-manifest-schema.ts FOLDER: writes test/outside/readers/infra/iot-edge-deployment.json anew, the published schema of
// IoT Edge's deployments (a git folder of the repository SchemaStore/schemastore) without its titles and examples.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the git folder of SchemaStore/schemastore.')
const source = 'src/schemas/json/azure-iot-edge-deployment-2.0.json'
const schema = JSON.parse(execFileSync('git', ['-C', folder, 'show', `HEAD:${source}`], { encoding: 'utf8' }))
const texts = ['title', 'description', 'examples', 'default']

function bare(value: unknown, isNames: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => bare(one, false))
  if (typeof value !== 'object' || value === null) return value
  // Below these, the names are those of what is described, which may be called "title".
  const listsNames = (name: string) => !isNames && ['properties', 'patternProperties', 'definitions'].includes(name)
  const kept = Object.entries(value).filter(([name]) => isNames || !texts.includes(name))
  return Object.fromEntries(kept.map(([name, inner]) => [name, bare(inner, listsNames(name))]))
}

writeFileSync('test/outside/readers/infra/iot-edge-deployment.json', `${JSON.stringify(bare(schema, false), undefined, 1)}\n`)
