import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { NightPolicy } from '../../shared/domain/night-policy.ts'

test('docs/nights.md names every field of the policy with its default', () => {
  const { sampling, ...others } = NightPolicy.parse({})
  const fields = { ...others, ...Object.fromEntries(Object.entries(sampling).map(([name, value]) => [`sampling.${name}`, value])) }
  const page = readFileSync(new URL('../../docs/nights.md', import.meta.url), 'utf8')
  const named = Object.fromEntries([...page.matchAll(/^\| `([\w.]+)` \| `([^`]+)` \|/gm)].map(([, name, value]) => [name, value]))
  const wanted = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
  assert.deepEqual(named, wanted)
})
