import { createHash } from 'node:crypto'
import type { WantedModel } from '../../shared/domain/edge-settings.ts'
import { Fault } from '../../shared/domain/faults.ts'
import type { ModelReference } from '../../shared/domain/messages.ts'
import { createBackOff } from '../hub/back-off.ts'
import type { Log } from '../log.ts'
import { type JudgeOptions, judgeModel } from './judge-model.ts'
import { hashModelFiles, isTooLarge, packageName } from './model-folder.ts'
import { openModelShelf, type ShelfEntry } from './model-shelf.ts'
import { pullModel } from './pull-model.ts'
import type { RegistryAccess } from './registry-access.ts'

export interface ModelInForce {
  readonly folder: string
  readonly model: ModelReference
}

export interface RefusedModel {
  /** Of its net. */
  readonly digest: string
  readonly problem: string
}

/** Which model works. What is wanted works only when it is good; until then, and if it is not, what worked before goes on. */
export interface ModelKeeper {
  readonly inForce: ModelInForce | undefined
  /** Those that work or have worked before and are still here, newest first. */
  readonly kept: readonly ModelInForce[]
  readonly refused: RefusedModel | undefined
  /** Why another model works than the wanted one, or none. */
  readonly problem: string | undefined
  /** A model that travels alone; undefined: the image's. Nothing is fetched before this is called; the same again changes nothing. */
  want(model: WantedModel | undefined): void
  /** Looks at the image's model again, as its files may have changed. Resolves when it is decided. */
  lookAgain(): Promise<void>
  close(): Promise<void>
}

export interface KeeperOptions extends JudgeOptions {
  /** The image's model; may be missing or empty. */
  readonly imageFolder: string
  /** For copies of good models. */
  readonly shelfFolder: string
  /** Undefined: this device takes no models that travel alone. */
  readonly registry: RegistryAccess | undefined
  /** What was wanted when the module was last at work. */
  readonly wanted: WantedModel | undefined
  /** Names the code that judges: other code judges again, as it may run models differently. */
  readonly codeVersion: string
  readonly log: Log
  /** Called when another model is in force than before. */
  onChange(): void
  /** First wait before another attempt at the registry. */
  readonly firstWaitMs?: number
  /** Wait before a model is judged again where disk or system failed. Default: 30 s. */
  readonly anotherAttemptMs?: number
}

const mostFailures = 3

/** Resolves when the model to start with is chosen: at once where it was judged before, else when the image's is judged. */
export async function keepModels(options: KeeperOptions): Promise<ModelKeeper> {
  const { imageFolder, registry, log, publicKeys } = options
  const shelf = openModelShelf(options.shelfFolder)
  const judgedBy = sha256(JSON.stringify([publicKeys ?? '', options.codeVersion, process.version, process.arch]))
  let wanted = options.wanted
  let inForce: ModelInForce | undefined
  let refused: RefusedModel | undefined
  let problem: string | undefined
  let isStarted = false
  let another: NodeJS.Timeout | undefined
  let failures = 0
  let stopping = new AbortController()
  let last: Promise<void> = Promise.resolve()

  function put(next: ModelInForce | undefined): void {
    const isSame = next?.folder === inForce?.folder
    inForce = next
    failures = 0
    refused = undefined
    problem = undefined
    if (!isSame && isStarted) options.onChange()
  }

  function refuse({ digest, problem: reason }: RefusedModel): void {
    refused = { digest, problem: reason.slice(0, 1000) }
    problem = `The model ${digest.slice(0, 12)} is refused: ${reason}`.slice(0, 500)
    log('error', 'model-refused', { ...refused })
  }

  /** One that was judged by the same keys and code, and whose copy is whole. */
  async function findGood(isWanted: (entry: ShelfEntry) => boolean): Promise<ShelfEntry | undefined> {
    const entry = shelf.kept.find((candidate) => isWanted(candidate) && candidate.judgedBy === judgedBy)
    return entry !== undefined && (await shelf.isWhole(entry)) ? entry : undefined
  }

  function putEntry(entry: ShelfEntry): void {
    put({ folder: shelf.folderOf(entry), model: entry.model })
    remember(entry)
  }

  function remember(entry: ShelfEntry | undefined): void {
    try {
      shelf.use(entry)
    } catch (error) {
      // A disk that takes nothing is no reason to be blind. The next start decides anew.
      log('warning', 'model-not-kept', { reason: error })
    }
  }

  /** Judges files that are ours, and puts them on the shelf or throws them away. */
  async function decide(folder: string, wantedModel: WantedModel | undefined): Promise<void> {
    const judged = await judgeModel(folder, options, wantedModel?.digest)
    if (judged.kind === 'unfit') {
      shelf.discard(folder)
      return refuse(judged)
    }
    const origin = wantedModel === undefined ? {} : { reference: wantedModel.reference }
    const entry = { package: packageName(await hashModelFiles(folder)), model: judged.model, judgedBy, ...origin }
    shelf.admit(folder, entry)
    log('info', 'model-admitted', { ...judged.model })
    putEntry(entry)
  }

  async function takeImage(): Promise<void> {
    const hashes = await hashModelFiles(imageFolder)
    if (Object.keys(hashes).length === 0) {
      put(undefined)
      return remember(undefined)
    }
    const known = await findGood((entry) => entry.package === packageName(hashes))
    if (known !== undefined) return putEntry(known)
    if (isTooLarge(hashes)) return decideInPlace()
    const staged = await shelf.stage(imageFolder, Object.keys(hashes)).catch((error: Error) => error)
    if (typeof staged === 'string') return decide(staged, undefined)
    log('warning', 'model-not-kept', { reason: staged })
    await decideInPlace()
  }

  async function decideInPlace(): Promise<void> {
    const judged = await judgeModel(imageFolder, options)
    if (judged.kind === 'unfit') return refuse(judged)
    log('info', 'model-admitted', { ...judged.model })
    put({ folder: imageFolder, model: judged.model })
  }

  /** What worked last. Other code or other keys than then judge it anew. */
  async function fallBack(): Promise<void> {
    if (shelf.inForce === undefined) return
    const newestFirst = [shelf.inForce, ...shelf.kept.filter((entry) => entry !== shelf.inForce)]
    const [before, whyNot] = [refused, problem]
    for (const entry of newestFirst) {
      if (!(await shelf.isWhole(entry))) continue
      const isGood = entry.judgedBy === judgedBy || (await judgeModel(shelf.folderOf(entry), options)).kind === 'fit'
      if (!isGood) continue
      putEntry({ ...entry, judgedBy })
      log(refused === undefined ? 'info' : 'warning', 'model-kept', { ...entry.model })
      break
    }
    ;[refused, problem] = [before, whyNot]
  }

  async function takeArtefact(model: WantedModel, signal: AbortSignal): Promise<void> {
    const known = await findGood((entry) => entry.reference === model.reference && entry.model.digest === model.digest)
    if (known !== undefined) return putEntry(known)
    if (registry === undefined)
      return refuse({ digest: model.digest, problem: 'MODEL_REGISTRY is not set: this device takes no models from a registry.' })
    const folder = shelf.arriving(sha256(model.reference).slice(0, 16))
    try {
      if (await pullPatiently(registry, model, folder, signal)) await decide(folder, model)
    } catch (error) {
      shelf.discard(folder)
      if (!(error instanceof Fault) || error.code !== 'model-invalid') throw error
      refuse({ digest: model.digest, problem: error.detail ?? error.message })
    }
  }

  /** Tries until it is here. Answers false when something else is wanted meanwhile. */
  async function pullPatiently(access: RegistryAccess, model: WantedModel, folder: string, signal: AbortSignal): Promise<boolean> {
    const backOff = createBackOff(options.firstWaitMs)
    while (!signal.aborted) {
      try {
        await pullModel(access, model.reference, folder, signal)
        return true
      } catch (error) {
        if (signal.aborted) return false
        if (error instanceof Fault && error.code === 'model-invalid') throw error
        const reason = `The model ${model.digest.slice(0, 12)} is not here yet: ${(error as Error).message}`.slice(0, 500)
        if (reason !== problem) log('warning', 'model-pull-failed', { reason })
        problem = reason
        await waitFor(backOff.next(), signal)
      }
    }
    return false
  }

  /** Whatever was under way for another wish is given up. */
  function follow(): Promise<void> {
    stopping.abort()
    stopping = new AbortController()
    const { signal } = stopping
    last = last.then(async () => {
      if (signal.aborted) return
      await (wanted === undefined ? takeImage() : takeArtefact(wanted, signal)).catch(giveUpFor)
    })
    return last
  }

  /** The disk or the system failed, which says nothing about the model. */
  function giveUpFor(error: Error): void {
    problem = `The model could not be judged: ${error.message}`.slice(0, 500)
    log('error', 'model-not-judged', { reason: error })
    clearTimeout(another)
    // A device that is too small for a model must not fall over it again and again.
    if (++failures < mostFailures) another = setTimeout(() => void follow(), options.anotherAttemptMs ?? 30_000)
  }

  if (publicKeys === undefined) log('warning', 'model-unsigned', { reason: 'MODEL_PUBLIC_KEYS is not set: no signature is asked for.' })
  if (wanted === undefined) await follow()
  if (inForce === undefined) await fallBack().catch(giveUpFor)
  // The registry may be far away: until then the image's model watches.
  if (inForce === undefined && wanted !== undefined) await takeImage().catch(giveUpFor)
  isStarted = true
  let followed = wanted === undefined ? keyOf(wanted) : undefined

  return {
    get inForce() {
      return inForce
    },
    get kept() {
      const own = shelf.kept.filter((entry) => entry.judgedBy === judgedBy)
      return own.map((entry) => ({ folder: shelf.folderOf(entry), model: entry.model }))
    },
    get refused() {
      return refused
    },
    get problem() {
      return problem
    },
    want(model) {
      if (keyOf(model) === followed) return
      followed = keyOf(model)
      wanted = model
      void follow()
    },
    lookAgain: async () => {
      if (wanted === undefined) await follow()
    },
    async close() {
      clearTimeout(another)
      stopping.abort()
      await last
    },
  }
}

function keyOf(model: WantedModel | undefined): string {
  return JSON.stringify(model ?? null)
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
