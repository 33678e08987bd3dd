import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningAzurite, startAzurite } from '../../../local/azurite/start.ts'
import { FrameEdit } from '../../../shared/domain/frame-labels.ts'
import type { Ports } from '../../../shared/ports.ts'
import { box } from '../../harness/labeling/sample-facts.ts'
import { createTestApp } from '../../harness/test-app.ts'

describe('edits of frames in a table', () => {
  let azurite: RunningAzurite
  let ports: Ports
  before(async () => {
    azurite = await startAzurite()
    ports = await createTestApp(azurite.connectionString)
  })
  after(() => azurite.close())

  const editAt = (second: number, more: Partial<FrameEdit> = {}) => {
    const { seq: _, ...edit } = FrameEdit.parse({
      ...{
        seq: 1,
        frame: 'a'.repeat(64),
        recording: 'rec-1',
        site: 'plant',
        at: `2026-03-02T08:00:${String(second).padStart(2, '0')}.000Z`,
      },
      ...{ who: 'lena', kind: 'import', objects: [{ label: 'hand', box: box(0.1) }], ...more },
    })
    return edit
  }

  it('are numbered within their frame, also when ten come at once, and the same one is one', async () => {
    const added = await Promise.all(Array.from({ length: 10 }, (_, second) => ports.frameEdits.add(editAt(second))))
    assert.deepEqual(
      added.map(({ seq }) => seq).sort((a, b) => a - b),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    )
    assert.equal((await ports.frameEdits.add(editAt(3))).seq, added[3]?.seq)
    assert.equal((await ports.frameEdits.ofRecording('plant', 'rec-1')).length, 10)
  })

  it('hold 300 objects, which is more than a column does', async () => {
    const objects = Array.from({ length: 300 }, (_, n) => ({
      label: 'a label that is longer than most of them are',
      box: { ...box(0.123456), top: n / 1000 },
    }))
    const edit = await ports.frameEdits.add(editAt(1, { recording: 'rec-2', objects }))
    assert.deepEqual(await ports.frameEdits.ofRecording('plant', 'rec-2'), [edit])
  })
})
