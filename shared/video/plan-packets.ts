/** The packets of a video in decoding order, as columns: four hours of video have half a million of them. */
export interface PacketColumns {
  /** Presentation times, in ms. */
  readonly ptsMs: number[]
  /** Decoding can begin here. */
  readonly isKey: boolean[]
  /** Other pictures may lean on it. */
  readonly isReference: boolean[]
}

export interface PacketPlan {
  /** Whether the decoder is given the packet. */
  readonly isNeeded: Uint8Array
  /** By number of the packet: number of the frame in presentation order, for those that are wanted. */
  readonly wanted: ReadonlyMap<number, number>
  readonly firstMs: number
  /** How many pictures a decoder must hold back to show them in order. */
  readonly reorder: number
  /** Packets after which nothing is wanted any more. */
  readonly end: number
}

// Presentation times are multiples of odd time bases; a frame that is a microsecond early is on time.
const toleranceMs = 1e-3

/**
 * Chooses frames by presentation time, and the least that must be decoded to see them: from the key frame before, no
 * picture that nothing leans on, nothing after the last wanted frame of a group. What is left out changes no bit of what is decoded.
 */
export function planPackets(packets: PacketColumns, times: readonly number[], keyframeTimes: readonly number[]): PacketPlan {
  const { ptsMs, isKey, isReference } = packets
  const order = ptsMs.map((_, packet) => packet).sort((a, b) => (ptsMs[a] as number) - (ptsMs[b] as number) || a - b)
  const firstMs = order.length === 0 ? 0 : (ptsMs[order[0] as number] as number)
  const wanted = new Map<number, number>()
  const choose = (at: readonly number[], isCandidate: (packet: number) => boolean) => {
    let next = 0
    for (const [index, packet] of order.entries()) {
      if (next === at.length) return
      if (!isCandidate(packet)) continue
      const isReached = () => next < at.length && (ptsMs[packet] as number) - firstMs + toleranceMs >= (at[next] as number)
      if (isReached()) wanted.set(packet, index)
      while (isReached()) next++
    }
  }
  choose(times, () => true)
  choose(keyframeTimes, (packet) => isKey[packet] === true)

  const isNeeded = new Uint8Array(ptsMs.length)
  let end = 0
  // From the last group to the first, as a group can need the one before it.
  let groupEnd = ptsMs.length
  let needsWhole = false
  for (let packet = ptsMs.length - 1; packet >= 0; packet--) {
    if (isKey[packet] !== true && packet > 0) continue
    const last = needsWhole ? groupEnd - 1 : lastWanted(wanted, packet, groupEnd)
    let leansBack = false
    for (let inner = packet; inner <= last; inner++) {
      const isWanted = wanted.has(inner)
      const isLeading = (ptsMs[inner] as number) < (ptsMs[packet] as number)
      if (isWanted || isReference[inner] === true) isNeeded[inner] = 1
      if (isWanted && isLeading) leansBack = true
    }
    if (last >= packet) end = Math.max(end, last + 1)
    // Pictures shown before their key frame lean on the group before (an open group).
    needsWhole = leansBack
    groupEnd = packet
  }
  return { isNeeded, wanted, firstMs, reorder: reorderOf(ptsMs), end }
}

function lastWanted(wanted: ReadonlyMap<number, number>, from: number, to: number): number {
  for (let packet = to - 1; packet >= from; packet--) if (wanted.has(packet)) return packet
  return -1
}

/** No standard allows more than 16. */
const mostReordered = 16

function reorderOf(ptsMs: readonly number[]): number {
  let most = 0
  for (let packet = 0; packet < ptsMs.length; packet++) {
    let later = 0
    for (let before = Math.max(0, packet - mostReordered); before < packet; before++)
      if ((ptsMs[before] as number) > (ptsMs[packet] as number)) later++
    most = Math.max(most, later)
  }
  return most
}
