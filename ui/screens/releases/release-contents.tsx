import { Digest } from '../../design/digest.tsx'
import { Card } from '../../design/page.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useText } from '../../text/text.ts'
import { useFormat } from '../../text/use-format.ts'
import type { Release } from './release-state.tsx'
import styles from './releases.module.css'

type Image = Release['images'][number]

/** The bytes: code, model and images, each by its digest. */
export function ReleaseContents({ release }: { release: Release }) {
  const words = useText().releases
  const { bytes } = useFormat()
  const { runtime, repository, model, index, artefact, images, builds } = release
  const digests = [
    [words.modelDigest, model?.digest],
    [words.index, index],
    [words.artefact, artefact],
  ] as const
  const columns: Column<Image>[] = [
    { title: words.architecture, cell: ({ architecture }) => architecture },
    { title: words.digest, cell: ({ digest, architecture }) => <Digest of={digest} label={architecture} /> },
    { title: words.size, isNumber: true, cell: (image) => bytes(image.bytes) },
  ]
  return (
    <Card title={words.contents}>
      <dl className={styles.facts}>
        <div>
          <dt>{words.runtime}</dt>
          <dd>
            <code>{runtime}</code>
          </dd>
        </div>
        <div>
          <dt>{words.repository}</dt>
          <dd>
            <code>{repository}</code>
          </dd>
        </div>
        {digests.map(
          ([title, digest]) =>
            digest !== undefined && (
              <div key={title}>
                <dt>{title}</dt>
                <dd>
                  <Digest of={digest} label={title} />
                </dd>
              </div>
            ),
        )}
      </dl>
      <h3>{words.images}</h3>
      {images.length > 0 ? (
        <Table caption={words.images} columns={columns} rows={images} keyOf={({ architecture }) => architecture} />
      ) : (
        <p className={styles.soft}>
          {builds.length === 0 ? words.noImages : words.builds(builds.map(({ architecture }) => architecture).join(', '))}
        </p>
      )}
    </Card>
  )
}
