import { join } from 'node:path'
import type { PlatformDoor } from '../functions-host/http/platform-door.ts'
import { identify, sessionKey } from './identify.ts'
import { answerSignIn } from './pages.ts'

/** What App Service authentication is in Azure, for the functions host: it knows who asks, and has the sign-in pages. */
export function createDoor(stateFolder: string): PlatformDoor {
  const key = sessionKey(join(stateFolder, 'sign-in'))
  return {
    identify: (request) => identify(request, key),
    answer: (request, response) => answerSignIn(request, response, key),
  }
}
