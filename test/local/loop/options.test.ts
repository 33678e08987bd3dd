import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLoopOptions } from '../../../local/loop/options.ts'

const files = ['--camera', 'README.md', '--truth', 'package.json']

test('the loop trains longer when it has a model to beat, and says where it keeps things', () => {
  const options = parseLoopOptions(files, process.cwd())
  const fromNothing = parseLoopOptions([...files, '--from-nothing'], process.cwd())
  assert.ok(options !== 'help' && fromNothing !== 'help')
  assert.ok(options.trainingMinutes > fromNothing.trainingMinutes)
  assert.match(options.folder, /\.sightloop.loop$/)
})

test('a flag of the loop that cannot be meant is named', () => {
  for (const [args, problem] of [
    [['--truth', 'package.json'], /--camera FILE is missing/],
    [['--camera', 'nothing.mp4', '--truth', 'package.json'], /--camera nothing\.mp4: there is no such file/],
    [[...files, '--minutes', 'ten'], /--minutes must be a number/],
    [[...files, '--seed', '1'], /--seed/],
  ] as const)
    assert.throws(() => parseLoopOptions(args, process.cwd()), { message: problem })
  assert.equal(parseLoopOptions(['--help'], process.cwd()), 'help')
})
