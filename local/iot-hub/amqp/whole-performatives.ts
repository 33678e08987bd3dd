import { createRequire } from 'node:module'

interface Frame {
  readonly performative?: { readonly value: unknown[]; handle_max?: number; readonly constructor: { toString(): string } }
}

// Fields of each performative. Source: AMQP 1.0, part 2.7.
const fieldCounts: Readonly<Record<string, number>> = {
  open: 10,
  begin: 8,
  attach: 14,
  flow: 11,
  transfer: 11,
  disposition: 6,
  detach: 3,
  end: 1,
  close: 1,
}

let isInstalled = false

/**
 * rhea leaves fields out that are empty at the end of a list, as AMQP allows. Azure's services write them all, and
 * Azure's client for Python reads them by position without looking at the length.
 */
export function writeWholePerformatives(): void {
  if (isInstalled) return
  isInstalled = true
  const frames = createRequire(import.meta.url)('rhea/lib/frames.js') as { write_frame(frame: Frame): Buffer }
  const writeFrame = frames.write_frame
  frames.write_frame = (frame) => {
    const value = frame.performative?.value
    const [name = ''] = frame.performative?.constructor.toString().split('#') ?? []
    // The default of the specification, which the same client compares with.
    if (name === 'begin' && frame.performative !== undefined) frame.performative.handle_max ??= 0xffff_ffff
    for (let index = 0; value !== undefined && index < (fieldCounts[name] ?? 0); index++) value[index] ??= null
    return writeFrame(frame)
  }
}
