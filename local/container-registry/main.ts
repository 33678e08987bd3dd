// node local/container-registry/main.ts --data DIR [--port N]
// Prints one line of JSON when it is ready. Ends on SIGTERM and SIGINT.
import { parseArgs } from 'node:util'
import { startContainerRegistry } from './start.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, data: { type: 'string' } } })
if (values.data === undefined) {
  console.error('--data must name the folder that the images lie in.')
  process.exit(2)
}

const registry = await startContainerRegistry({ port: Number(values.port), folder: values.data })
console.log(JSON.stringify({ url: registry.url }))

const end = async () => {
  await registry.close()
  process.exit(0)
}
process.once('SIGTERM', end)
process.once('SIGINT', end)
