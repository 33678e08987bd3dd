import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import type { ModelRunner } from '../ports.ts'
import { checkModel, openModel, type Seen } from '../vision/run-model.ts'
import { testPatterns } from '../vision/test-patterns.ts'
import { unpackModel } from './unpack-model.ts'

/** So many pictures are on their way at once: they are decoded while the net is at work on others. */
const ahead = 8

/** Models in processes of their own, one for each stream of pictures. */
export function createModelRunner(): ModelRunner {
  return {
    async withFolder(files, work) {
      const path = await mkdtemp(join(tmpdir(), 'sightloop-model-'))
      try {
        for (const [name, bytes] of Object.entries(files)) await writeFile(join(path, basename(name)), bytes)
        return await work({ path })
      } finally {
        await rm(path, { recursive: true, force: true })
      }
    },

    check: ({ path }) => checkModel(path),

    async *detect({ path }, pictures) {
      const model = await openModel(path)
      const onTheWay: Promise<Seen>[] = []
      try {
        for await (const picture of pictures) {
          const seen = model.see(picture)
          // Looked at in its turn; until then a failure must not count as unhandled.
          seen.catch(() => {})
          onTheWay.push(seen)
          if (onTheWay.length === ahead) yield await (onTheWay.shift() as Promise<Seen>)
        }
        while (onTheWay.length > 0) yield await (onTheWay.shift() as Promise<Seen>)
      } finally {
        await model.close()
      }
    },

    unpack: unpackModel,

    async patterns({ input: { width, height } }) {
      const raw = { raw: { width, height, channels: 3 as const } }
      return Promise.all([...testPatterns(width, height, 2)].map((rgb) => sharp(rgb, raw).jpeg({ quality: 80 }).toBuffer()))
    },
  }
}
