const pattern = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?$/

/** Milliseconds of a .NET TimeSpan such as `00:05:00` or `1.02:00:00.5`; undefined for anything else. */
export function timeSpanMilliseconds(text: string): number | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(`${seconds}.${fraction}`)) * 1000
}
