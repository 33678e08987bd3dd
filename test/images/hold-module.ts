import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { RunningIotHub } from '../../local/iot-hub/start.ts'
import type { Detection } from '../../shared/domain/detection.ts'
import { openRegistry } from '../local/iot-hub/clients.ts'
import type { SamplePicture } from './sample-picture.ts'
import type { Container } from './start-container.ts'

const lookEveryMs = 300

interface Reported {
  readonly settings?: { readonly status: string }
  readonly model?: { readonly name: string; readonly digest: string }
  readonly module?: { readonly version: string }
  readonly cameras?: Readonly<Record<string, { readonly state: string; readonly problem: string }>>
}

/** Resolves when the module has told the hub something; rejects when it ends before. */
export async function reportedBy(hub: RunningIotHub, device: string, container: Container, isThere: (reported: Reported) => boolean) {
  const { child } = container.module
  for (;;) {
    const { responseBody } = await openRegistry(hub).getModuleTwin(device, 'vision')
    const { reported } = (responseBody as unknown as { properties: { reported: Reported } }).properties
    if (isThere(reported)) return reported
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The module ended: ${container.module.text()}`)
    // Programs of other processors are translated while they run: what waits must not take their time.
    await pause(lookEveryMs)
  }
}

/** Its user has no privilege and writes to its volume and to memory, nowhere else. */
export async function holdConfinement(container: Container): Promise<void> {
  const status = readFileSync(`/proc/${container.pid()}/status`, 'utf8')
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]
  assert.deepEqual([field('Uid'), field('Gid')], ['1000\t1000\t1000\t1000', '1000\t1000\t1000\t1000'])
  assert.deepEqual([field('CapEff'), field('CapPrm'), field('NoNewPrivs')], ['0000000000000000', '0000000000000000', '1'])
  const written = await container.execute([
    'sh',
    '-c',
    'for place in / /app /app/model /usr/local/bin /secrets /data /tmp; do touch "$place/x" && echo "$place"; done 2>/dev/null; true',
  ])
  assert.deepEqual(written.split('\n'), ['/data', '/tmp'])
}

/** The same labels in the same places as on this machine; a hair's breadth is left to other processors and to WebAssembly. */
export async function holdScoring(url: string, { jpeg, detections }: SamplePicture): Promise<readonly Detection[]> {
  const answer = await fetch(`${url}/score`, { method: 'POST', body: new Uint8Array(jpeg), headers: { 'content-type': 'image/jpeg' } })
  assert.equal(answer.status, 200)
  const seen = ((await answer.json()) as { detections: Detection[] }).detections
  const inOrder = (list: readonly Detection[]) =>
    [...list].sort((a, b) => (a.label === b.label ? a.box.left - b.box.left : a.label < b.label ? -1 : 1))
  const [wanted, given] = [inOrder(detections), inOrder(seen)]
  assert.ok(wanted.length >= 3)
  assert.deepEqual(
    given.map(({ label }) => label),
    wanted.map(({ label }) => label),
  )
  for (const [index, { box, confidence }] of given.entries()) {
    const expected = wanted[index]!
    assert.ok(Math.abs(confidence - expected.confidence) < 0.05, `confidence ${confidence}, not ${expected.confidence}`)
    for (const side of ['left', 'top', 'width', 'height'] as const)
      assert.ok(Math.abs(box[side] - expected.box[side]) < 0.02, `${side} of ${expected.label}`)
  }
  return seen
}
