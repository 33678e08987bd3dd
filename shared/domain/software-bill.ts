import type { Instant } from './ids.ts'
import type { SoftwarePackage } from './lockfile-packages.ts'
import type { ModelReference } from './messages.ts'
import type { Architecture } from './release.ts'

/** https://spdx.github.io/spdx-spec/v2.3/ */
interface SpdxPackage {
  readonly SPDXID: string
  readonly name: string
  readonly versionInfo?: string
  readonly downloadLocation: string
  readonly filesAnalyzed: false
  readonly licenseConcluded: string
  readonly licenseDeclared: string
  readonly copyrightText: string
  readonly primaryPackagePurpose?: string
  readonly checksums?: readonly { readonly algorithm: string; readonly checksumValue: string }[]
  readonly externalRefs?: readonly {
    readonly referenceCategory: string
    readonly referenceType: string
    readonly referenceLocator: string
  }[]
  readonly comment?: string
}

interface Relationship {
  readonly spdxElementId: string
  readonly relationshipType: string
  readonly relatedSpdxElement: string
}

export interface SoftwareBill {
  readonly spdxVersion: 'SPDX-2.3'
  readonly packages: readonly SpdxPackage[]
  readonly relationships: readonly Relationship[]
}

export interface BilledImage {
  readonly architecture: Architecture
  readonly digest: string
  /** What is known of the software in it; undefined where its maker said nothing. */
  readonly packages: readonly SoftwarePackage[] | undefined
}

const unknown = {
  downloadLocation: 'NOASSERTION',
  filesAnalyzed: false,
  licenseConcluded: 'NOASSERTION',
  licenseDeclared: 'NOASSERTION',
  copyrightText: 'NOASSERTION',
} as const

/**
 * What is in the images of a release or of a runtime, as an SPDX document: the images, the model, and the packages that
 * the code runs with. The same parts at the same time give the same text.
 *
 * @param subject Digest of what the document is about
 */
export function softwareBill(bill: {
  readonly name: string
  readonly subject: string
  readonly createdAt: Instant
  readonly images: readonly BilledImage[]
  readonly model?: (ModelReference & { readonly license?: string }) | undefined
}): SoftwareBill & Record<string, unknown> {
  const { name, subject, createdAt, images, model } = bill
  const packages = new Map<string, SpdxPackage>()
  const relationships: Relationship[] = []
  const relate = (from: string, relationshipType: string, to: string) =>
    relationships.push({ spdxElementId: from, relationshipType, relatedSpdxElement: to })
  const add = (each: SpdxPackage) => {
    packages.set(each.SPDXID, each)
    return each.SPDXID
  }

  const root = add(imagePackage('SPDXRef-Release', name, subject))
  relate('SPDXRef-DOCUMENT', 'DESCRIBES', root)
  const modelId = model && add(modelPackage(model))
  for (const { architecture, digest, packages: software } of images) {
    const image = add({
      ...imagePackage(`SPDXRef-Image-${architecture}`, `${name}-${architecture}`, digest),
      comment: commentOf(architecture, software),
    })
    relate(root, 'CONTAINS', image)
    if (modelId !== undefined) relate(image, 'CONTAINS', modelId)
    for (const each of software ?? []) relate(image, 'DEPENDS_ON', add(npmPackage(each)))
  }
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name,
    documentNamespace: `https://sightloop.example.com/spdx/${subject.replace(':', '/')}`,
    // SPDX knows no fractions of seconds.
    creationInfo: { created: createdAt.replace(/\.\d{3}Z$/, 'Z'), creators: ['Tool: sightloop'] },
    packages: [...packages.values()],
    relationships,
  }
}

/** The packages of a document that `softwareBill` or another tool has written, as far as they are npm's. */
export function packagesOfBill(
  packages: readonly {
    readonly name: string
    readonly versionInfo?: string | undefined
    readonly licenseDeclared: string
    readonly checksums?: readonly { readonly algorithm: string; readonly checksumValue: string }[] | undefined
    readonly externalRefs?: readonly { readonly referenceLocator: string }[] | undefined
  }[],
): SoftwarePackage[] {
  return packages.flatMap(({ externalRefs, name, versionInfo, licenseDeclared, checksums }) => {
    const isNpm = externalRefs?.some(({ referenceLocator }) => referenceLocator.startsWith('pkg:npm/'))
    if (!isNpm || versionInfo === undefined) return []
    const sha512 = checksums?.find(({ algorithm }) => algorithm === 'SHA512')?.checksumValue
    return [{ name, version: versionInfo, license: licenseDeclared === 'NOASSERTION' ? undefined : licenseDeclared, sha512 }]
  })
}

function commentOf(architecture: Architecture, software: readonly SoftwarePackage[] | undefined): string {
  if (software === undefined) return 'The maker of this image attached no bill of its software.'
  const engine =
    architecture === 'arm32v7' ? 'WebAssembly (onnxruntime-web): onnxruntime-node has no build for this processor' : 'onnxruntime-node'
  return `The model runs on ${engine}.`
}

function imagePackage(SPDXID: string, name: string, digest: string): SpdxPackage {
  const checksums = [{ algorithm: 'SHA256', checksumValue: digest.replace('sha256:', '') }]
  return { SPDXID, name, ...unknown, primaryPackagePurpose: 'CONTAINER', checksums }
}

function modelPackage({ name, version, digest, license }: ModelReference & { license?: string }): SpdxPackage {
  const checksums = [{ algorithm: 'SHA256', checksumValue: digest }]
  const licenseDeclared = licenseOf(license)
  const comment = 'An ONNX model; the checksum is of model.onnx.'
  return {
    SPDXID: 'SPDXRef-Model',
    name,
    versionInfo: version,
    ...unknown,
    licenseDeclared,
    primaryPackagePurpose: 'FILE',
    checksums,
    comment,
  }
}

function npmPackage({ name, version, license, sha512 }: SoftwarePackage): SpdxPackage {
  // https://github.com/package-url/purl-spec: the scope's @ is written as %40.
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  return {
    SPDXID: `SPDXRef-npm-${`${name}-${version}`.replace(/[^A-Za-z0-9.-]/g, (letter) => `-${letter.charCodeAt(0)}-`)}`,
    name,
    versionInfo: version,
    ...unknown,
    licenseDeclared: licenseOf(license),
    primaryPackagePurpose: 'LIBRARY',
    ...(sha512 !== undefined && { checksums: [{ algorithm: 'SHA512', checksumValue: sha512 }] }),
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
  }
}

/** Only what has the form of an expression may stand there. */
function licenseOf(text: string | undefined): string {
  const isExpression = text !== undefined && /^\(?[A-Za-z0-9.+-]+( (AND|OR|WITH) \(?[A-Za-z0-9.+-]+\)?)*\)?$/.test(text)
  return isExpression && text !== 'UNLICENSED' ? text : 'NOASSERTION'
}
