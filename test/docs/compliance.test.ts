import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { itemKinds } from '../../shared/domain/compliance-item.ts'
import {
  builtInRules,
  ComplianceCondition,
  CompliancePolicy,
  ComplianceRule,
  defaultPolicy,
} from '../../shared/domain/compliance-policy.ts'

const page = readFileSync('docs/compliance.md', 'utf8')

test('docs/compliance.md names every field of a policy, every condition, every built-in rule and every kind', () => {
  const inner = ['labels', 'treatment', 'marginShare', 'cameras'].map((name) => `people.${name}`)
  const fields = Object.keys(CompliancePolicy.shape).filter((name) => name !== 'people')
  const ofRules = Object.keys(ComplianceRule.shape).filter((name) => !['id', 'when', 'action', 'retention'].includes(name))
  for (const name of [...fields, ...inner, ...ofRules, ...Object.keys(ComplianceCondition.shape), ...builtInRules, ...itemKinds])
    assert.ok(page.includes(`\`${name}\``), name)
})

test('docs/compliance.md says the defaults as they are', () => {
  const { people, longSide, workingHours, retentionDays, regions, rules } = defaultPolicy
  assert.ok(page.includes(`| ${people.labels.join(', ')} |`))
  const rows = {
    'people.treatment': `\`${people.treatment}\``,
    'people.marginShare': String(people.marginShare),
    longSide: String(longSide),
  }
  for (const [name, value] of Object.entries(rows))
    assert.match(page, new RegExp(`^\\| \`${name}\` \\|.*\\| ${value.replace('.', '\\.')} \\|$`, 'm'))
  assert.ok(page.includes(`| ${Object.values(retentionDays).join(', ')} |`))
  assert.deepEqual([workingHours.length, workingHours[0]!.from, workingHours[0]!.to, regions], [1, '06:00', '22:00', []])
  assert.deepEqual(
    rules.map(({ id, action }) => [id, action]),
    [['everything', 'release']],
  )
})
