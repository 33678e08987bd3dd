import { keepModels } from '../../../edge/admission/keep-models.ts'
import { openRegistry } from '../../../edge/admission/registry-access.ts'

// A device's admission as a program that can be killed: prints which model works when everything is decided.
const [shelfFolder, imageFolder, publicKeys, reference, digest] = process.argv.slice(2) as [string, string, string, string?, string?]
const wanted = reference === undefined || digest === undefined ? undefined : { reference, digest }
const keeper = await keepModels({
  ...{ imageFolder, shelfFolder, publicKeys, wanted },
  registry: reference === undefined ? undefined : openRegistry({ host: reference.split('/')[0]!, credentialsFile: undefined }),
  codeVersion: '1',
  log: () => {},
  onChange: () => {},
})
keeper.want(wanted)
while (wanted !== undefined && keeper.inForce?.model.digest !== digest && keeper.refused === undefined)
  await new Promise((resolve) => setTimeout(resolve, 5))
await keeper.close()
process.stdout.write(`${keeper.inForce?.model.digest}\n`)
