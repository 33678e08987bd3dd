import { splitNames } from '../domain/dataset.ts'
import type { ExportSource, Format } from './format.ts'
import type { SourceCounts } from './write-files.ts'

const splitRules = {
  day: 'All pictures that a camera took on the same day, or that belong to the same incident, are in the same split.',
  hour: 'All pictures that a camera took in the same hour, or that belong to the same incident, are in the same split.',
  scene: 'All pictures of the same recording, or that belong to the same incident, are in the same split.',
} as const

/** README.txt of an export. Nothing in it depends on when it was made. */
export function readmeOf(format: Format, { header, images }: ExportSource, { frames, annotations, dropped }: SourceCounts): string {
  const { version, site, counts, labels, splitBy } = header
  const rows = splitNames.map((split) => {
    const { frames, positive, falsePositive, annotations } = counts[split]
    return `  ${split.padEnd(9)} ${frames} pictures (${positive} positive, ${falsePositive} false-positive), ${annotations} boxes`
  })
  return `Dataset ${version} of site ${site}, format ${format.name}

${format.guide}

Pictures: ${
    images === 'included'
      ? 'included.'
      : 'NOT included. Each line of urls.txt is the path of a picture, a tab and its address. The\naddresses hold no secret: whoever reads them needs access to the storage account.'
  }
The name of a picture is the SHA-256 of its file; before it stands its group: positive (a person confirmed what is
there), false-positive (a person rejected what a model saw), background (a person found nothing).

${frames} pictures, ${annotations} boxes, ${dropped} boxes without an area left out.
${rows.join('\n')}

Splits: ${splitRules[splitBy]}
The split of a picture never changes from one version to the next.

Labels, by their number from 0: ${labels.join(', ')}

Nothing here says under which licence the pictures may be used: that is for their owner to say.
`
}
