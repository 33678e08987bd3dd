/** `k=v&…` as in an MQTT topic, percent-decoded. A key without `=` has an empty value, as in the real hub. */
export function decodeBag(text: string): [key: string, value: string][] {
  if (text === '') return []
  return text.split('&').map((pair) => {
    const equals = pair.indexOf('=')
    return equals < 0 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))]
  })
}

export function encodeBag(pairs: Iterable<readonly [key: string, value: string]>): string {
  return [...pairs].map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
