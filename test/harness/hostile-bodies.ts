import { gzipSync } from 'node:zlib'

/** Bodies that must never be taken for the given message, by what is wrong with them. */
export function hostileBodies(message: object): [name: string, body: Uint8Array][] {
  const text = JSON.stringify(message)
  const inserted = (part: string) => `{${part},${text.slice(1)}`
  const many = Array.from({ length: 5000 }, (_, index) => `"k${index}":1`).join(',')
  const texts: Record<string, string> = {
    'no bytes': '',
    'a blank': ' ',
    'half a message': text.slice(0, text.length / 2),
    'two messages': text + text,
    'a comma at the end': `${text.slice(0, -1)},}`,
    'single quotes': text.replaceAll('"', "'"),
    'a number': '42',
    null: 'null',
    'a list': `[${text}]`,
    'text in text': JSON.stringify(text),
    NaN: inserted('"seq":NaN').replace(/"seq":\d+/, '"old":0'),
    'an infinite number': text.replace(/"seq":\d+/, '"seq":1e400'),
    'a number that cannot be exact': text.replace(/"seq":\d+/, '"seq":9007199254740993'),
    'a negative number': text.replace(/"seq":\d+/, '"seq":-1'),
    'a list 20,000 deep': `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    'an object 10,000 deep': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    'a list that is never closed': '['.repeat(60_000),
    'a string that is never closed': `"${'\\'.repeat(60_001)}`,
    'a list 131,072 deep': `${'['.repeat(131_072)}${']'.repeat(131_072)}`,
    '5,000 unknown names and no known one': `{${many}}`,
    'a prototype': inserted('"__proto__":{"polluted":true}'),
    'a constructor': inserted('"constructor":{"prototype":{"polluted":true}}'),
    '256 KB of text': inserted(`"x":"${'x'.repeat(256 * 1024)}"`),
    XML: '<message/>',
    HTML: '<script>alert(1)</script>',
    'a control character in a string': inserted('"x":"\u0001"'),
  }
  return [
    ...Object.entries(texts).map(([name, body]): [string, Uint8Array] => [name, Buffer.from(body)]),
    ['bytes that are not UTF-8', Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xc3, 0x28, 0xff, 0x7d])])],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['a compressed body', gzipSync(text)],
    ['a compression bomb', gzipSync(Buffer.alloc(10_000_000))],
    ['zeros', Buffer.alloc(1000)],
  ]
}
