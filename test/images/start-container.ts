import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { followModule, type ModuleProcess } from '../edge/module-process.ts'
import type { ImageConfig } from './image-store.ts'
import { runProgram } from './run-program.ts'

export interface Container {
  readonly module: ModuleProcess
  /** Of its first process, as this machine counts. */
  pid(): number
  /** Runs a program of the image beside the module, as the same user with the same environment. */
  execute(command: readonly string[]): Promise<string>
  /** Ends it as IoT Edge does. */
  stop(): void
}

export interface ContainerOptions {
  /** The image, mounted. */
  readonly root: string
  readonly config: ImageConfig
  readonly environment: Readonly<Record<string, string>>
  /** What is mounted where its volumes are. */
  readonly data: string
  readonly secrets: string
}

const node = 1000

// What the deployment's createOptions ask for: nothing may be written but the volume and a folder in memory, nothing started there.
const arrange = `set -eu
root=$1; shift
mount --bind "$root" "$root"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o noexec,nosuid,nodev,size=64m,mode=1777 tmpfs "$root/tmp"
mount --bind "$DATA" "$root/data"
mount --bind "$SECRETS" "$root/secrets" && mount -o remount,bind,ro "$root/secrets"
mount -o remount,bind,ro "$root"
exec chroot --userspec=node:node "$root" /usr/bin/setpriv --no-new-privs "$@"`

/** Starts an image as its user on a root that cannot be written, in namespaces of its own, but with this machine's network. */
export function startContainer({ root, config, environment, data, secrets }: ContainerOptions): Container {
  // As container engines do.
  for (const name of ['hosts', 'resolv.conf']) if (existsSync(`/etc/${name}`)) copyFileSync(`/etc/${name}`, join(root, 'etc', name))
  mkdirSync(join(data, 'videos'), { recursive: true })
  const variables = [...config.Env, ...Object.entries(environment).map(([name, value]) => `${name}=${value}`)]
  const inside = ['/usr/bin/env', '--ignore-environment', `--chdir=${config.WorkingDir}`, ...variables]
  const apart = ['--mount', '--pid', '--ipc', '--uts', '--fork', '--kill-child', '--propagation', 'private']
  const child = spawn('unshare', [...apart, 'sh', '-c', arrange, 'arrange', root, ...inside, ...config.Cmd], {
    env: { PATH: process.env['PATH'], DATA: data, SECRETS: secrets },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = () => Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim())
  const enter = () => ['--target', String(pid()), '--mount', '--pid', '--root', '--setuid', String(node), '--setgid', String(node)]
  return {
    module: followModule(child),
    pid,
    execute: (command) => runProgram('nsenter', [...enter(), '--', ...inside, ...command]),
    stop: () => void process.kill(pid(), 'SIGTERM'),
  }
}

/** What a device keeps for the module: the authority of its hub. */
export function writeSecrets(folder: string, authorityFile: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'hub.pem'), readFileSync(authorityFile))
}
