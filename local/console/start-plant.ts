import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'
import { type ConsoleOptions, mediaName } from './options.ts'
import type { Ports } from './ports.ts'
import { readyJson } from './service.ts'
import type { ServiceStarter } from './service-starter.ts'

/** Starts the simulated camera and answers its address. */
export async function startSimulatedCamera(start: ServiceStarter, root: string, seed: number, ports: Ports): Promise<string> {
  const service = await start({
    name: 'simulated camera',
    program: join(root, 'local/line/main.ts'),
    args: ['--seed', String(seed), '--port', String(ports.camera)],
    ready: (line) => readyJson<{ url: string }>(line),
  })
  return service.facts.url
}

/** Puts given files where the module looks for media: it opens nothing outside of that folder. */
export function provideMedia(data: DataFolder, cameras: ConsoleOptions['cameras']): void {
  const folder = data.of('videos')
  cameras.forEach((camera, index) => {
    if (camera.kind !== 'file') return
    const target = join(folder, mediaName(camera.file, index))
    if (existsSync(target) && statSync(target).size === statSync(camera.file).size) return
    rmSync(target, { force: true })
    copyFileSync(camera.file, target)
  })
}
