import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import { type KeeperOptions, keepModels, type ModelKeeper } from '../../../edge/admission/keep-models.ts'
import { factory, type SignedModel, writeSignedModel } from '../support/signed-model.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

export interface StartedKeeper {
  readonly keeper: ModelKeeper
  /** Names of what was logged. */
  readonly events: string[]
  /** Resolves when `isThere`; looked at whenever something was logged or changed. */
  until(isThere: (keeper: ModelKeeper) => boolean): Promise<void>
}

/** A keeper of a device whose data lies in `place`; another one for the same place is the module after a restart. */
export async function startKeeper(
  t: TestContext,
  place: string,
  imageFolder: string,
  more: Partial<KeeperOptions> = {},
): Promise<StartedKeeper> {
  const events: string[] = []
  let wake = () => {}
  const keeper = await keepModels({
    imageFolder,
    shelfFolder: join(place, 'models'),
    publicKeys: factory.publicKey,
    registry: undefined,
    wanted: undefined,
    codeVersion: '1',
    log: (_level, event) => {
      events.push(event)
      setImmediate(() => wake())
    },
    onChange: () => wake(),
    firstWaitMs: 5,
    ...more,
  })
  t.after(() => keeper.close())
  return {
    keeper,
    events,
    async until(isThere) {
      while (!isThere(keeper)) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

let prepared: Promise<{ root: string; champion: SignedModel }> | undefined
after(async () => {
  if (prepared !== undefined) rmSync((await prepared).root, { recursive: true })
})

/** A device on which the model of `image` is at work: its data and its image's folder are copies for this test. */
export async function placeWithChampion(t: TestContext): Promise<{ place: string; champion: SignedModel }> {
  prepared ??= prepare()
  const { root, champion } = await prepared
  const place = temporaryFolder(t)
  cpSync(root, place, { recursive: true })
  return { place, champion: { ...champion, folder: join(place, 'image') } }
}

/** Judged once for all tests of a file. */
async function prepare(): Promise<{ root: string; champion: SignedModel }> {
  const root = mkdtempSync(join(tmpdir(), 'sightloop-champion-'))
  const champion = await writeSignedModel(join(root, 'image'))
  const keeper = await keepModels({
    ...{ imageFolder: champion.folder, shelfFolder: join(root, 'models'), publicKeys: factory.publicKey },
    ...{ registry: undefined, wanted: undefined, codeVersion: '1', log: () => {}, onChange: () => {} },
  })
  await keeper.close()
  return { root, champion }
}
