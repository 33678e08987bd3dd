import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Platform } from './select-packages.ts'

/** Files that help people and compilers, and that nothing loads. Licences stay, whatever their ending. */
const forReaders = ['**/*.map', '**/*.{ts,mts,cts,tsx}', '**/*.flow', '**/*.tsbuildinfo', '**/*.{md,markdown}']
const licence = /(^|\/)(licen[cs]e|notice|copying)[^/]*$/i
/** The same code again, for other runtimes than Node. */
const forOthers = ['{@azure,@azure-rest,@typespec}/*/dist/{browser,react-native,workerd}', '@azure/msal-*/src', 'mediabunny/src']

/** Takes out of a folder's node_modules what no program on the platform loads. */
export function trimPackages(folder: string, platform: Platform): void {
  const cwd = join(folder, 'node_modules')
  const libraries = globSync('onnxruntime-node/bin/napi-v*/*/*', { cwd }).filter((path) => !path.endsWith(join(platform.os, platform.cpu)))
  for (const path of [...libraries, ...globSync(forOthers, { cwd }), '.bin']) rmSync(join(cwd, path), { recursive: true, force: true })
  for (const path of globSync(forReaders, { cwd })) if (!licence.test(path)) rmSync(join(cwd, path), { recursive: true, force: true })
}
