import { Fault } from '../../../shared/domain/faults.ts'

/** Replaces `%NAME%` by the app setting of that name, as Azure does in every option of a binding. */
export function fillInSettings(text: string): string {
  return text.replace(/%([^%\s]+)%/g, (_, name: string) => {
    const value = process.env[name]
    if (value === undefined) throw new Fault('setting-invalid', `'%${name}%' does not resolve to a value: there is no setting ${name}.`)
    return value
  })
}

/** The option of a binding with its settings filled in; an empty text when it was not given. */
export function optionText(value: unknown): string {
  return value === undefined || value === null ? '' : fillInSettings(String(value))
}

/**
 * The connection string that a binding's `connection` names. Azure looks for the name with the prefix `AzureWebJobs`
 * first, and takes `AzureWebJobsStorage` when none is named.
 */
export function connectionString(connection: unknown): string {
  const name = optionText(connection) || 'Storage'
  const candidates = [`AzureWebJobs${name}`, name, `ConnectionStrings:${name}`]
  for (const candidate of candidates) {
    const value = process.env[candidate]
    if (value) return value
  }
  const identity = Object.keys(process.env).find((key) => candidates.some((candidate) => key.startsWith(`${candidate}__`)))
  if (identity !== undefined) {
    throw new Fault(
      'setting-invalid',
      `${identity} asks for a managed identity, which a laptop does not have: set ${name} to a connection string.`,
    )
  }
  throw new Fault('setting-invalid', `There is no connection string ${name} (nor AzureWebJobs${name}) in the settings.`)
}

export function isFunctionDisabled(name: string): boolean {
  return /^(true|1)$/i.test(process.env[`AzureWebJobs.${name}.Disabled`] ?? process.env[`AzureWebJobs_${name}_Disabled`] ?? '')
}
