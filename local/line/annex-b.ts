/** NAL unit types of H.264 that matter here (ITU-T H.264, table 7-1). */
export const nalTypes = { idrSlice: 5, sps: 7, pps: 8, accessUnitDelimiter: 9 } as const

export function nalType(nal: Uint8Array): number {
  return nal[0]! & 0x1f
}

/** The coded form of one frame: its NAL units without start codes and delimiter. */
export interface AccessUnit {
  readonly nals: readonly Buffer[]
  readonly isKeyFrame: boolean
}

/**
 * Takes apart an H.264 byte stream (Annex B) whose frames each begin with an access unit delimiter.
 * A frame is handed out when the next one begins, or at the end.
 */
export function createAccessUnitReader(onAccessUnit: (unit: AccessUnit) => void): { push(bytes: Buffer): void; end(): void } {
  let pending: Buffer = Buffer.alloc(0)
  let nals: Buffer[] = []

  const finish = () => {
    if (nals.length > 0) onAccessUnit({ nals, isKeyFrame: nals.some((nal) => nalType(nal) === nalTypes.idrSlice) })
    nals = []
  }
  const take = (nal: Buffer) => {
    if (nal.length === 0) return
    if (nalType(nal) === nalTypes.accessUnitDelimiter) finish()
    else nals.push(nal)
  }
  const push = (bytes: Buffer) => {
    pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
    let begin = startCodeEnd(pending, 0)
    if (begin === -1) return
    for (;;) {
      const next = startCodeEnd(pending, begin)
      if (next === -1) break
      take(withoutTrailingZeros(pending.subarray(begin, next - 3)))
      begin = next
    }
    pending = pending.subarray(begin - 3)
    // A delimiter is one byte of header and one of content: whole as soon as it is here, so the frame before it need not wait.
    if (pending.length >= 5 && nalType(pending.subarray(3)) === nalTypes.accessUnitDelimiter) finish()
  }
  const end = () => {
    const begin = startCodeEnd(pending, 0)
    if (begin !== -1) take(withoutTrailingZeros(pending.subarray(begin)))
    pending = Buffer.alloc(0)
    finish()
  }
  return { push, end }
}

const startCode = Buffer.from([0, 0, 1])

/** The place after the first start code at or after `from`, or −1. */
function startCodeEnd(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(startCode, from)
  return at === -1 ? -1 : at + 3
}

// A start code may have four bytes, and padding may stand before it: zeros at the end never belong to a NAL unit.
function withoutTrailingZeros(nal: Buffer): Buffer {
  let end = nal.length
  while (end > 0 && nal[end - 1] === 0) end--
  return nal.subarray(0, end)
}
