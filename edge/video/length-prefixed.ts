/**
 * Turns NAL units that are separated by start codes (as RTSP gives them) into NAL units with their length before
 * them (as MP4 holds them). What has lengths already is for the caller to know.
 */
export function toLengthPrefixed(annexB: Uint8Array): Uint8Array {
  const units = nalUnits(annexB)
  const out = new Uint8Array(units.reduce((sum, unit) => sum + 4 + unit.length, 0))
  const view = new DataView(out.buffer)
  let position = 0
  for (const unit of units) {
    view.setUint32(position, unit.length)
    out.set(unit, position + 4)
    position += 4 + unit.length
  }
  return out
}

function nalUnits(bytes: Uint8Array): Uint8Array[] {
  const starts: number[] = []
  for (let at = bytes.indexOf(1); at !== -1; at = bytes.indexOf(1, at + 1)) {
    if (at >= 2 && bytes[at - 1] === 0 && bytes[at - 2] === 0) starts.push(at + 1)
  }
  return starts.map((start, index) => {
    let end = index + 1 < starts.length ? (starts[index + 1] as number) - 3 : bytes.length
    // Zeros before a start code belong to it; a NAL unit never ends with one.
    while (end > start && bytes[end - 1] === 0) end--
    return bytes.subarray(start, end)
  })
}
