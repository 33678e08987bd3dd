/** https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling */
const tiers = [
  { tier: 'S1', perDay: 400_000, sendsPerSecond: 12, leastSendsPerSecond: 100, uploadsPerMinute: 100 },
  { tier: 'S2', perDay: 6_000_000, sendsPerSecond: 120, leastSendsPerSecond: 120, uploadsPerMinute: 500 },
  { tier: 'S3', perDay: 300_000_000, sendsPerSecond: 6000, leastSendsPerSecond: 6000, uploadsPerMinute: 5000 },
] as const
/** Of S3, without a support request; smaller tiers give way to a larger one before. */
const maxUnits = 10
/** A partition of the inferences is a minute in one of eight shards; beyond this many rows both Azure's and the emulator's tables slow down. */
export const messagesPerSecondOfASite = 66

/** The tier that needs the fewest units, and of those the smallest. */
export function chooseHub(meteredPerDay: number, sendsPerSecond: number, uploadsPerMinute: number) {
  const options = tiers.map((one) => {
    const bySends = sendsPerSecond <= one.leastSendsPerSecond ? 1 : Math.ceil(sendsPerSecond / one.sendsPerSecond)
    const units = Math.max(1, Math.ceil(meteredPerDay / one.perDay), bySends, Math.ceil(uploadsPerMinute / one.uploadsPerMinute))
    return { tier: one.tier, units, isBeyond: units > maxUnits }
  })
  // A unit of the next tier costs ten times as much and takes fifteen times as many messages.
  return options.find(({ units }) => units <= 10) ?? options.at(-1)!
}
