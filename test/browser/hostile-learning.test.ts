// What somebody wrote is shown as they wrote it, also in what is learned of it, and never runs.
import { after, before, describe, it } from 'node:test'
import { type HostilePages, type HostilePlace, openHostilePages, thousand } from './hostile-pages.ts'
import { payloads } from './payloads.ts'

const places: readonly HostilePlace[] = [
  ['the labeling editor', () => '/labeling/work', payloads],
  ['a dataset', ({ dataset }) => `/datasets/${dataset}`, payloads],
  ['the pictures of a dataset', ({ dataset }) => `/datasets/${dataset}?tab=pictures`, payloads],
  ['the models', () => '/models', payloads],
  ['a model', () => '/models/hostile-model/1', payloads],
  ['the runs', () => '/models?tab=runs', [payloads[6]!]],
  ['a run', ({ dataset }) => `/runs/train-${dataset}`, [payloads[6]!]],
  ['a release', ({ release }) => `/releases/${release}`, thousand],
  ['a rollout', ({ rollout }) => `/fleet/rollouts/${rollout}`, thousand],
  ['a night', ({ night }) => `/nights/${night}`, payloads],
]

describe('text that would be a script, in what is learned of it', () => {
  let pages: HostilePages

  before(async () => {
    pages = await openHostilePages()
  })
  after(() => pages.close())

  for (const [what, path, expected] of places) it(`is shown as it was written in ${what}`, () => pages.show(path, expected))
})
