import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from './run-program.ts'

export interface Build {
  readonly name: string
  readonly dockerfile: string
  readonly context: string
  readonly platform: string
  readonly buildArguments: Readonly<Record<string, string>>
}

/** What containers of an image are started with. https://github.com/opencontainers/image-spec/blob/main/config.md */
export interface ImageConfig {
  readonly User: string
  readonly Env: readonly string[]
  readonly Cmd: readonly string[]
  readonly WorkingDir: string
  readonly Volumes: Readonly<Record<string, object>>
  readonly Labels: Readonly<Record<string, string>>
  readonly Healthcheck?: { readonly Test: readonly string[] }
}

export interface Inspected {
  readonly config: ImageConfig
  readonly architecture: string
  readonly variant: string
  readonly layerDigests: readonly string[]
}

/** Images in a folder of their own; nothing of the machine's is read or written. */
export interface ImageStore {
  /** From nothing, whatever was built before. */
  build(build: Build): Promise<void>
  /** Makes an image of a folder that holds a whole system. */
  importFolder(name: string, folder: string, platform: string, environment?: Readonly<Record<string, string>>): Promise<void>
  inspect(name: string): Promise<Inspected>
  /** Compressed as in a registry: bytes of each layer, lowest first. */
  layerBytes(name: string): Promise<number[]>
  /** A folder with all that is in it, for a container of its own. */
  mount(name: string): Promise<string>
  close(): Promise<void>
}

/** Opens an empty store in a folder; `signal` stops what is under way. https://github.com/containers/buildah */
export async function openImageStore(folder: string, signal: AbortSignal): Promise<ImageStore> {
  const driver = await storageDriver(folder)
  const place = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', driver]
  // Packages are fetched once for all builds.
  const downloads = join(folder, 'downloads')
  mkdirSync(downloads, { recursive: true })
  // Neither settings nor sign-ins of whoever runs this.
  const env = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, BUILDAH_ISOLATION: 'chroot' }
  const clean = (...args: readonly string[]) => runProgram('buildah', [...place, ...args], { env })
  const buildah = (...args: readonly string[]) => runProgram('buildah', [...place, ...args], { env, signal })

  return {
    async build({ name, dockerfile, context, platform, buildArguments }) {
      // The only one of its platform arguments that buildah 1.28 knows too late.
      const given = Object.entries({ BUILDPLATFORM: 'linux/amd64', ...buildArguments }).map(([key, value]) => `--build-arg=${key}=${value}`)
      // The Docker format has health checks; one moment for all files, so that the same code is the same image. Nothing is
      // kept of the stages that only build: to pack a thousand packages takes longer than to install them again. One stage at a
      // time: two that begin at once now and then do not find their images, in buildah 1.28.
      const how = ['--format=docker', '--timestamp=0', '--layers=false', '--jobs=1', '--pull-never', `--ulimit=nofile=${mostOpenFiles()}`]
      await buildah(
        'build',
        ...how,
        '--volume',
        `${downloads}:/root/.npm:rw`,
        '--platform',
        platform,
        '--file',
        dockerfile,
        ...given,
        '--tag',
        name,
        context,
      )
    },
    async importFolder(name, from, platform, environment = {}) {
      const [, architecture, variant] = platform.split('/')
      const container = await buildah('from', 'scratch')
      await buildah('add', '--quiet', container, from, '/')
      const kind = ['--arch', architecture!, ...(variant === undefined ? [] : ['--variant', variant])]
      const env = Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`])
      await buildah('config', ...kind, ...env, container)
      await buildah('commit', '--quiet', '--rm', container, name)
    },
    async inspect(name) {
      const { Docker } = JSON.parse(await buildah('inspect', '--type', 'image', name))
      const { config, architecture, variant = '', rootfs } = Docker
      // buildah leaves the name of the container there that it built in, another one each time.
      const { Hostname: _, ...kept } = config
      return { config: kept, architecture, variant, layerDigests: rootfs.diff_ids }
    },
    async layerBytes(name) {
      const layout = join(folder, `layout-${name.replace(/\W+/g, '-')}`)
      await buildah('push', '--quiet', name, `oci:${layout}:image`)
      const read = (file: string) => JSON.parse(readFileSync(join(layout, file), 'utf8'))
      const [{ digest }] = read('index.json').manifests
      return read(`blobs/${digest.replace(':', '/')}`).layers.map(({ size }: { size: number }) => size)
    },
    async mount(name) {
      const container = await buildah('from', '--pull-never', name)
      return await buildah('mount', container)
    },
    async close() {
      await clean('umount', '--all')
      await clean('rm', '--all')
    },
  }
}

/** buildah gives its steps 1,024, which npm needs more of; more than ours are not ours to give. */
function mostOpenFiles(): string {
  const hard = /^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))![1]!
  return `${hard}:${hard}`
}

/** Overlays cost a fraction of copies, but do not lie on each other: in a container there are copies. */
async function storageDriver(folder: string): Promise<'overlay' | 'vfs'> {
  const parts = ['lower', 'upper', 'work', 'merged'].map((name) => join(folder, 'probe', name))
  for (const part of parts) mkdirSync(part, { recursive: true })
  const [lower, upper, work, merged] = parts
  const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`
  try {
    await runProgram('mount', ['-t', 'overlay', 'overlay', '-o', options, merged!])
  } catch {
    return 'vfs'
  }
  await runProgram('umount', [merged!])
  return 'overlay'
}
