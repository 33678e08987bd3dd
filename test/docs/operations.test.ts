import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

test('every alert names a runbook that is there', () => {
  const headings = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, title]) => title!)
  const rules = readFileSync('infra/modules/alerts.bicep', 'utf8')
  const descriptions = [...rules.matchAll(/description: '(.*)'$/gm)].map(([, text]) => text!)
  assert.ok(descriptions.length > 8)
  for (const text of descriptions) {
    const [, runbook] = /\(operations: "(.+)"\)/.exec(text) ?? []
    if (runbook !== undefined) assert.ok(headings.includes(runbook), text)
    else assert.match(text, /\(docs\/scale\.md\)/, text)
  }
})

test('what the templates refer to in docs/ is there', () => {
  const texts = [...globSync('infra/**/*.{bicep,bicepparam,sh,json}'), 'azure.yaml'].map((file) => readFileSync(file, 'utf8')).join('\n')
  const pages = new Set([...texts.matchAll(/docs\/[\w-]+\.md/g)].map(([page]) => page))
  const there = globSync('docs/*.md')
  for (const page of pages) assert.ok(there.includes(page), page)
})
