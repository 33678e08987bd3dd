import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { savedObjects, startBoxes } from '../../../ui/screens/labeling/work/start-boxes.ts'
import type { Task } from '../../../ui/screens/labeling/work/task.ts'

const box = (left: number) => ({ left, top: 0.1, width: 0.2, height: 0.2 })
const model = { name: 'line', version: '1', digest: '0'.repeat(64) }
const suggestion = (label: string, left: number, confidence: number) => ({ label, box: box(left), confidence, model })
const person = { kind: 'person', who: 'anna', at: '2026-03-01T10:00:00.000Z' } as const

function taskOf(more: Partial<Task>): Task {
  return { group: 'background', labels: ['hand'], suggestions: [], known: [], proposals: [], answer: undefined, ...more } as Task
}

describe('what a labeler starts from', () => {
  it('is what people have said, and beside it what the model suggests', () => {
    const known = [{ label: 'hand', box: box(0.1), source: person, because: { kind: 'verdict' } }] as Task['known']
    const boxes = startBoxes(taskOf({ known, suggestions: [suggestion('hand', 0.11, 0.9), suggestion('cap', 0.6, 0.8)] }))
    assert.deepEqual(
      boxes.map(({ label, isSuggestion }) => [label, isSuggestion]),
      [
        ['hand', false],
        ['cap', true],
      ],
    )
    assert.equal(savedObjects(boxes).length, 2)
  })

  it('shows what was called a false alarm without saving it', () => {
    const boxes = startBoxes(taskOf({ group: 'false-positive', suggestions: [suggestion('hand', 0.1, 0.9), suggestion('cap', 0.6, 0.9)] }))
    assert.equal(boxes.length, 2)
    assert.deepEqual(
      savedObjects(boxes).map(({ label }) => label),
      ['cap'],
    )
  })

  it('saves a doubted suggestion once somebody has accepted it', () => {
    const [doubted] = startBoxes(taskOf({ suggestions: [suggestion('hand', 0.1, 0.2)] }))
    assert.equal(savedObjects([doubted!]).length, 0)
    assert.equal(savedObjects([{ ...doubted!, isSuggestion: false }]).length, 1)
  })

  it('is the first of two answers that differ, where one must decide', () => {
    const proposals = [[{ label: 'hand', box: box(0.1) }], [{ label: 'hand', box: box(0.7) }]]
    assert.deepEqual(savedObjects(startBoxes(taskOf({ proposals, suggestions: [suggestion('cap', 0.5, 0.9)] }))), proposals[0])
  })
})
