import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileDurably } from './write-file-durably.ts'

/** A version of a model, an environment or other things that are entered by name; without `version` what is said of all of them. */
export interface Asset {
  readonly kind: string
  readonly name: string
  readonly version: string | undefined
  readonly properties: Readonly<Record<string, unknown>>
  readonly createdAt: string
}

export interface AssetStore {
  find(kind: string, name: string, version: string | undefined): Asset | undefined
  /** On disk when it returns. */
  save(asset: Asset): void
  /** Newest first. */
  versions(kind: string, name: string): readonly Asset[]
  names(kind: string): readonly string[]
}

export function openAssetStore(folder: string): AssetStore {
  mkdirSync(folder, { recursive: true })
  const keyOf = (kind: string, name: string, version: string | undefined) => JSON.stringify([kind, name, version ?? null])
  const assets = new Map<string, Asset>()
  for (const file of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
    const asset = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Asset
    assets.set(keyOf(asset.kind, asset.name, asset.version), asset)
  }
  const ofKind = (kind: string) => [...assets.values()].filter((asset) => asset.kind === kind)
  return {
    find: (kind, name, version) => assets.get(keyOf(kind, name, version)),
    save: (asset) => {
      const key = keyOf(asset.kind, asset.name, asset.version)
      writeFileDurably(join(folder, `${Buffer.from(key).toString('base64url')}.json`), JSON.stringify(asset))
      assets.set(key, asset)
    },
    versions: (kind, name) =>
      ofKind(kind)
        .filter((asset) => asset.name === name && asset.version !== undefined)
        .sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
    names: (kind) => [...new Set(ofKind(kind).map(({ name }) => name))].sort(),
  }
}
