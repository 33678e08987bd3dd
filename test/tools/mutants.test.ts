import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { mutants } from '../../tools/mutation/mutants.ts'
import { mutate } from '../../tools/mutation/mutate.ts'

describe('the bugs that are planted to try the tests', () => {
  it('are 25 different ones', () => {
    assert.equal(mutants.length, 25)
    assert.equal(new Set(mutants.map(({ bug }) => bug)).size, mutants.length)
  })

  it('stand in docs/security.md with the tests that notice', () => {
    const page = readFileSync('docs/security.md', 'utf8')
    for (const { bug, tests } of mutants) assert.ok(page.includes(`| ${bug} | ${tests.map((test) => `\`${test}\``).join(', ')} |`), bug)
  })

  for (const mutant of mutants)
    it(`can still be planted: ${mutant.bug}`, () => {
      const { sound, mutated } = mutate('.', mutant)
      assert.notEqual(mutated, sound)
      for (const test of mutant.tests) assert.ok(existsSync(test), test)
    })

  it('are refused with their place when their text is gone, or stands there twice', () => {
    const gone = { ...mutants[0]!, from: 'a text that is nowhere' }
    assert.throws(() => mutate('.', gone), /stands 0 times in shared\/adapters\/table-incident-store\.ts/)
    assert.throws(() => mutate('.', { ...gone, from: 'import' }), /stands \d+ times/)
  })
})
