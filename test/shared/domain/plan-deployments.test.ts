import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Deployment, planBase, planLayer, removableDeployments } from '../../../shared/domain/plan-deployments.ts'
import type { Release } from '../../../shared/domain/release.ts'

const release = (id: string, site = 'plant-1') => ({ id, site, model: { name: site, version: '1', digest: 'a'.repeat(64) } }) as Release
const content = (version: string) => ({ $edgeAgent: { 'properties.desired.modules.sightloop': { version } } })

test('each layer lies above all before it and above every base, each with a priority of its own', () => {
  const all: Deployment[] = []
  for (const id of ['rel-1', 'rel-2', 'rel-3']) all.push(planLayer(all, release(id), content(id)))
  all.push(planBase(all, release('rel-0'), content('base')))
  all.push(planBase(all, release('rel-0'), content('another base')))
  const [first, second, third, base, newer] = all.map(({ priority }) => priority) as [number, number, number, number, number]
  assert.ok(base < newer && newer < first && first < second && second < third)
  assert.equal(new Set(all.map(({ id }) => id)).size, 5)
  assert.equal(planLayer(all, release('rel-9', 'plant-2'), content('x')).priority, first)
})

test('planning the same again is the same; one that others lie above comes to the top, for tagged devices only', () => {
  const first = planLayer([], release('rel-1'), content('1'))
  assert.deepEqual(planLayer([first], release('rel-1'), content('1')), first)
  const wide = { ...first, targetCondition: "tags.site = 'plant-1'" }
  const second = planLayer([wide], release('rel-2'), content('2'))
  const again = planLayer([wide, second], release('rel-1'), content('1'))
  assert.deepEqual([again.id, again.priority > second.priority], [first.id, true])
  assert.equal(again.targetCondition, "tags.site = 'plant-1' AND tags.release = 'rel-1'")
})

test('the newest base and the newest three layers stay, and those that are needed', () => {
  const all: Deployment[] = []
  for (let number = 1; number <= 6; number++) all.push(planLayer(all, release(`rel-${number}`), content(String(number))))
  for (const version of ['a', 'b']) all.push(planBase(all, release('rel-0'), content(version)))
  const [, ...others] = [all.at(-1), planLayer([], release('rel-1', 'plant-2'), content('1'))]
  const gone = removableDeployments([...all, ...others.flatMap((one) => one ?? [])], 'plant-1', new Set(['rel-2']))
  assert.deepEqual(
    gone.map(({ labels }) => `${labels['kind']} ${labels['release']}`),
    ['base rel-0', 'layer rel-3', 'layer rel-1'],
  )
})
