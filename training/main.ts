#!/usr/bin/env node
// npm run train -- --data DIR --out DIR [--minutes 5 | --steps N] … (training/README.md lists the flags)
import { Fault } from '../shared/domain/faults.ts'
import { openProgressFile } from './open-progress-file.ts'
import { readOptions } from './options.ts'
import { train } from './train.ts'

try {
  const options = readOptions(process.argv.slice(2))
  const progress = openProgressFile(options.progress)
  await train(options, (event) => {
    const line = JSON.stringify(event, rounded)
    console.log(line)
    progress(line)
  })
} catch (error) {
  if (!(error instanceof Fault)) throw error
  console.error(error.message)
  process.exitCode = error.code === 'setting-invalid' ? 2 : 1
}

/** Four digits say all that a progress line has to say. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value
}
