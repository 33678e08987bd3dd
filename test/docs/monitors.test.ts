import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { minutesToNotice, monitors } from '../../shared/domain/monitor-defaults.ts'
import { MonitorKind } from '../../shared/domain/monitor-policy.ts'
import { de } from '../../ui/text/de.ts'
import { en } from '../../ui/text/en.ts'

const page = readFileSync('docs/monitors.md', 'utf8')
const rows = new Map([...page.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, kind = '', rest = '']) => [kind, rest.split(' | ')]))

test('the page of the monitors has the numbers that hold, and promises no other time', () => {
  for (const kind of MonitorKind.options) {
    const { defaults } = monitors[kind]
    const [, above = '', clear = '', forMinutes = '', promise = ''] = rows.get(kind) ?? []
    const numbers = [above, clear, forMinutes, promise].map((text) => Number.parseFloat(text.replace(',', '')))
    assert.deepEqual(numbers, [defaults.above, defaults.clear, defaults.forMinutes, minutesToNotice(kind, defaults)], kind)
  }
})

test('every monitor has its runbook, on the page and in both languages', () => {
  const runbooks = page.slice(page.indexOf('## Runbooks'), page.indexOf('## Health'))
  for (const kind of MonitorKind.options) {
    assert.ok(runbooks.includes(`\`${kind}\``), kind)
    for (const text of [en, de]) assert.ok(text.notices.kinds[kind].advice.length > 40, kind)
  }
})
