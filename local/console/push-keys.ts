import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import webPush from 'web-push'

export interface PushKeys {
  readonly publicKey: string
  readonly privateKey: string
}

/** The pair that browsers know this factory by, made at the first start; only its owner may read the file. */
export function readPushKeys(folder: string): PushKeys {
  const file = join(folder, 'push-keys.json')
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(webPush.generateVAPIDKeys()), { mode: 0o600 })
  return JSON.parse(readFileSync(file, 'utf8'))
}
