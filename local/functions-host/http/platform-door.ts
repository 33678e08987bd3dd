import type { IncomingMessage, ServerResponse } from 'node:http'
import { pathToFileURL } from 'node:url'
import { Fault } from '../../../shared/domain/faults.ts'

/** What stands in front of an app in Azure: App Service authentication. The host itself knows nobody. */
export interface PlatformDoor {
  /** The `x-ms-client-principal*` headers of whoever sends this request; undefined = nobody is signed in. */
  identify(request: IncomingMessage): Record<string, string> | undefined
  /** Answers paths of the platform's own, such as `/.auth/login`; false = not one of them. */
  answer?(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean>
}

/** Loads a door from a module that exports `createDoor(stateFolder)`. */
export async function loadDoor(file: string, stateFolder: string): Promise<PlatformDoor> {
  const module = (await import(pathToFileURL(file).href)) as { createDoor?: (stateFolder: string) => PlatformDoor | Promise<PlatformDoor> }
  if (module.createDoor === undefined) throw new Fault('setting-invalid', `${file} exports no createDoor(stateFolder).`)
  return module.createDoor(stateFolder)
}
