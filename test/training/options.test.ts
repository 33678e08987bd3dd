import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOptions } from '../../training/options.ts'

test('folders are enough; five minutes of training are the default', () => {
  const options = readOptions(['--data', 'in', '--out', 'out'])
  assert.deepEqual([options.data, options.out, options.width, options.height], ['in', 'out', 192, 112])
  assert.deepEqual(options.budget, { minutes: 5 })
})

test('a number of steps takes the place of the time', () => {
  assert.deepEqual(readOptions(['--data', 'in', '--out', 'out', '--steps', '40']).budget, { steps: 40 })
})

test('every wrong flag is named', () => {
  const args = ['--data', 'in', '--width', '100', '--seed', 'x', '--name', 'Not An Id']
  const message = /(?=.*--out:)(?=.*--width:)(?=.*--seed:)(?=.*--name:)/
  assert.throws(() => readOptions(args), { code: 'setting-invalid', message })
  assert.throws(() => readOptions(['--data', 'in', '--out', 'out', '--oops', '1']), /--oops/)
  assert.throws(() => readOptions(['--data', 'in', '--out', 'out', '--steps', '1', '--minutes', '1']), /exclude each other/)
})
