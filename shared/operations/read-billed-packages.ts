import { z } from 'zod'
import type { SoftwarePackage } from '../domain/lockfile-packages.ts'
import { artifactTypes } from '../domain/oci-image.ts'
import { packagesOfBill } from '../domain/software-bill.ts'
import type { Ports } from '../ports.ts'

const Texts = z.array(z.looseObject({ referenceCategory: z.string(), referenceType: z.string(), referenceLocator: z.string() }))
const Bill = z.looseObject({
  packages: z
    .array(
      z.looseObject({
        name: z.string(),
        versionInfo: z.string().optional(),
        licenseDeclared: z.string().default('NOASSERTION'),
        checksums: z.array(z.looseObject({ algorithm: z.string(), checksumValue: z.string() })).optional(),
        externalRefs: Texts.optional(),
      }),
    )
    .max(10_000),
})
const Manifest = z.looseObject({ layers: z.array(z.looseObject({ digest: z.string() })).min(1) })
const maxBillBytes = 16 * 1024 * 1024

/** The npm packages in an image by the SPDX document that its maker attached; undefined where there is none that can be read. */
export async function readBilledPackages(
  { imageRegistry }: Pick<Ports, 'imageRegistry'>,
  repository: string,
  digest: string,
): Promise<SoftwarePackage[] | undefined> {
  const [bill] = await imageRegistry.referrers(repository, digest, artifactTypes.bill)
  const manifest = bill && Manifest.safeParse((await imageRegistry.manifest(repository, bill.digest))?.content).data
  if (manifest === undefined) return undefined
  const bytes = await imageRegistry.readBlob(repository, manifest.layers[0]!.digest, maxBillBytes)
  const parsed = Bill.safeParse(parseJson(bytes))
  return parsed.success ? packagesOfBill(parsed.data.packages) : undefined
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
