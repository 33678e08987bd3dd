import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { GatePolicy } from '../../shared/domain/evaluation.ts'
import { RolloutPolicy } from '../../shared/domain/rollout.ts'
import { TrainingPolicy } from '../../shared/domain/training-run.ts'

/** Rows such as "| `width`, `height` | `192`, `112` | …": each name with its default; undefined where words stand for it. */
function readTables(page: string): Map<string, string | undefined> {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8')
  const named = new Map<string, string | undefined>()
  for (const [, names = '', values = ''] of text.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| ([^|]+) \|/gm)) {
    const defaults = [...values.matchAll(/`([^`]*)`/g)].map(([, value]) => value)
    for (const [index, [, name]] of [...names.matchAll(/`(\w+)`/g)].entries()) named.set(name!, defaults[index] ?? defaults[0])
  }
  return named
}

for (const [page, policies] of [
  ['retraining.md', [TrainingPolicy, GatePolicy]],
  ['rollouts.md', [RolloutPolicy]],
] as const)
  test(`docs/${page} names every field of its policies with its default`, () => {
    const named = readTables(page)
    for (const policy of policies) {
      for (const [name, value] of Object.entries(policy.parse({}))) {
        assert.ok(named.has(name), name)
        const said = named.get(name)
        if (said !== undefined) assert.equal(said, JSON.stringify(value), name)
      }
    }
  })

test('the policies that the pages show as examples are taken', () => {
  for (const [page, policy] of [
    ['retraining.md', TrainingPolicy],
    ['rollouts.md', RolloutPolicy],
  ] as const) {
    const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8')
    const examples = [...text.matchAll(/^```json\n([\s\S]+?)^```/gm)].map(([, example]) => JSON.parse(example!))
    assert.ok(examples.length > 0)
    for (const example of examples) assert.ok(policy.safeParse(example).success, page)
  }
})
