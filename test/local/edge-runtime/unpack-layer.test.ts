import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { joinLayers } from '../../../local/edge-runtime/join-layers.ts'
import { unpackLayer } from '../../../local/edge-runtime/unpack-layer.ts'
import { type LayerEntry, packLayer } from './push-image.ts'

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'layer-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function unpack(folder: string, name: string, entries: readonly LayerEntry[], kind = 'tar+gzip'): Promise<string> {
  const tar = await packLayer(entries)
  const file = join(folder, `${name}.tar`)
  if (kind === 'tar+gzip') writeFileSync(file, gzipSync(tar))
  else writeFileSync(file, kind === 'tar+zstd' ? zstdCompressSync(tar) : tar)
  const target = join(folder, name)
  mkdirSync(target)
  await unpackLayer(file, `application/vnd.oci.image.layer.v1.${kind}`, `sha256:${createHash('sha256').update(tar).digest('hex')}`, target)
  return target
}

const outside: readonly (readonly [string, readonly LayerEntry[]])[] = [
  ['a name that goes up', [{ name: '../escaped', text: 'x' }]],
  ['a name that goes down and up', [{ name: 'app/../../escaped', text: 'x' }]],
  ['an absolute name', [{ name: '/escaped', text: 'x' }]],
  ['an absolute link', [{ name: 'link', type: 'symlink', linkname: '/etc' }]],
  ['a link that goes up', [{ name: 'app/link', type: 'symlink', linkname: '../../outside' }]],
  [
    'a file behind a link',
    [
      { name: 'link', type: 'symlink', linkname: 'app' },
      { name: 'link/escaped', text: 'x' },
    ],
  ],
  ['a second name for a file outside', [{ name: 'passwd', type: 'link', linkname: '../../../etc/passwd' }]],
  ['a pipe', [{ name: 'pipe', type: 'fifo' }]],
]

for (const [what, entries] of outside) {
  test(`a layer with ${what} is refused and writes nothing outside of its folder`, () =>
    withFolder(async (folder) => {
      await assert.rejects(unpack(folder, 'layer', entries), /outside of it|no folder|no place in a module/)
      assert.deepEqual(readdirSync(folder).sort(), ['layer', 'layer.tar'])
      assert.equal(existsSync('/escaped'), false)
    }))
}

test('a layer comes plain, with gzip or with zstd; another compression is refused by name', () =>
  withFolder(async (folder) => {
    for (const kind of ['tar', 'tar+gzip', 'tar+zstd']) {
      const layer = await unpack(folder, kind, [{ name: 'app/a', text: kind }], kind)
      assert.equal(readFileSync(join(layer, 'app/a'), 'utf8'), kind)
    }
    await assert.rejects(unpack(folder, 'other', [], 'tar+lz4'), /type application\/vnd.oci.image.layer.v1.tar\+lz4 are not known/)
  }))

test('a higher layer replaces, adds and removes what is in the lower ones', () =>
  withFolder(async (folder) => {
    const lower = await unpack(folder, 'lower', [
      ...['app/kept', 'app/replaced', 'app/removed', 'model/old.onnx', 'model/old.json'].map((name) => ({ name, text: 'lower' })),
      { name: 'app/link', type: 'symlink', linkname: 'kept' },
    ])
    const upper = await unpack(folder, 'upper', [
      ...['app/replaced', 'app/.wh.removed', 'model/.wh..wh..opq', 'model/new.onnx'].map((name) => ({ name, text: 'upper' })),
      { name: 'app/link', text: 'upper' },
    ])
    const root = join(folder, 'root')
    joinLayers([lower, upper], root)
    assert.deepEqual(readdirSync(join(root, 'app')).sort(), ['kept', 'link', 'replaced'])
    assert.deepEqual(readdirSync(join(root, 'model')), ['new.onnx'])
    for (const [name, text] of [
      ['kept', 'lower'],
      ['replaced', 'upper'],
      ['link', 'upper'],
    ] as const)
      assert.equal(readFileSync(join(root, 'app', name), 'utf8'), text)
    assert.equal(readFileSync(join(lower, 'app/kept'), 'utf8'), 'lower')
  }))
