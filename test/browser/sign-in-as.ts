import type { BrowserContext } from 'playwright-core'
import type { Role } from '../../shared/domain/person.ts'

/** Signs a browser in as one of the people of the laptop. */
export async function signInAs(context: BrowserContext, origin: string, role: Role): Promise<void> {
  await context.request.post(`${origin}/.auth/login/aad/${role}`, { maxRedirects: 0 })
}
