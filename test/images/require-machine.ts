import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What must be there, by the Debian package that brings it. */
const programs: Readonly<Record<string, readonly string[]>> = {
  buildah: ['buildah'],
  debootstrap: ['debootstrap'],
  mount: ['mount', 'umount'],
  'util-linux': ['unshare', 'nsenter'],
  npm: ['npm'],
}
const files: Readonly<Record<string, readonly string[]>> = {
  'qemu-user-static': ['/usr/lib/binfmt.d/qemu-aarch64.conf', '/usr/lib/binfmt.d/qemu-arm.conf'],
}

/** Why images cannot be built and started on this machine, and what to do; undefined where they can. */
export function lackOfMachine(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'Images are built and tried on Linux with an x64 processor.'
  if (process.getuid?.() !== 0) return 'Images are built by buildah and started in namespaces of their own: run this as root.'
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const isThere = (program: string) => folders.some((folder) => existsSync(join(folder, program)))
  const missing = [
    ...Object.keys(programs).filter((name) => !programs[name]!.every(isThere)),
    ...Object.keys(files).filter((name) => !files[name]!.every((file) => existsSync(file))),
  ]
  return missing.length === 0 ? undefined : `Something is missing: apt-get install --no-install-recommends ${missing.join(' ')}`
}
