// node registered-functions-process.ts FOLDER: as JSON, the functions that the app of the folder registers, by the local host's own loader.

import { createFunctionRegistry } from '../../../local/functions-host/app/function-registry.ts'
import { loadApp } from '../../../local/functions-host/app/load-app.ts'

const registry = createFunctionRegistry(() => {})
await loadApp(process.argv[2]!, undefined, registry)
const functions = [...registry.functions.values()].map(({ name, metadata }) => ({
  name,
  bindings: Object.entries(metadata.bindings).map(([binding, options]) => ({ ...options, name: binding })),
}))
process.stdout.write(JSON.stringify(functions), () => process.exit(0))
