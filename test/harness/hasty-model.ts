import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ModelCard } from '../../shared/domain/model-card.ts'
import { modelFiles } from '../../shared/domain/model-package.ts'

export const starterFolder = 'edge/models/line-starter'

/** A folder of a model that sees bottles and nothing that is rare: what a site may begin with. Whoever asks for it removes it. */
export function writeHastyModel(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hasty-model-'))
  // Protobuf takes a field that comes once more: the network's own description. So these are other bytes that see the same.
  const words = Buffer.from('In haste.')
  const net = Buffer.concat([readFileSync(join(starterFolder, modelFiles.net)), Buffer.from([0x32, words.length]), words])
  const starter = ModelCard.parse(JSON.parse(readFileSync(join(starterFolder, modelFiles.card), 'utf8')))
  const digest = createHash('sha256').update(net).digest('hex')
  const thresholds = Object.fromEntries(starter.labels.map((label) => [label, label === 'bottle' ? 0.4 : 1]))
  writeFileSync(join(folder, modelFiles.net), net)
  writeFileSync(join(folder, modelFiles.card), JSON.stringify({ ...starter, name: 'line-hasty', digest, thresholds }))
  return folder
}
