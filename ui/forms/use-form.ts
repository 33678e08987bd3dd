import { useState } from 'react'
import { ApiProblem } from '../api/api-problem.ts'
import type { Input, OperationName } from '../api/call.ts'
import { useAction } from '../api/use-api.ts'
import type { Text } from '../text/text.ts'
import { useText } from '../text/text.ts'
import { checkBySchema, type Flaw } from './check-by-schema.ts'
import { useSchema } from './use-schema.ts'

export interface FormOptions<Name extends OperationName> {
  readonly operation: Name
  /** What would be sent now. */
  readonly input: Input<Name>
  /** What is read anew afterwards. */
  readonly changes: readonly OperationName[]
  /** What a field must look like, by its path without numbers: `routes.channels`. */
  readonly forms?: Readonly<Record<string, string>>
  /** What no schema can say, by path; undefined = all is well. */
  readonly rules?: Readonly<Record<string, string | undefined>>
  readonly onDone: () => void
}

export interface Form {
  /** What is wrong with a field, in words, once somebody has tried to save. */
  errorAt(path: string): string | undefined
  /** Why it could not be saved, where that belongs to no field. */
  readonly problem: unknown
  readonly isBusy: boolean
  save(): void
  /** As if nobody had tried to save yet. */
  forget(): void
}

/** A form over one call of the API: checked by the schema of that very call, and by the server's answer. */
export function useForm<Name extends OperationName>({
  operation,
  input,
  changes,
  forms = {},
  rules = {},
  onDone,
}: FormOptions<Name>): Form {
  const words = useText().forms
  const schema = useSchema(operation)
  const action = useAction(operation, changes)
  const [isTried, setTried] = useState(false)
  const { params, body } = input as unknown as { params?: unknown; body?: unknown }
  const flaws = schema === undefined ? [] : [...checkBySchema(schema.path, params ?? {}), ...checkBySchema(schema.body, body ?? {})]
  const refused = refusedFields(action.error)
  const errors = new Map<string, string>()
  for (const [path, error] of refused) errors.set(path, error)
  for (const [path, error] of Object.entries(rules)) if (error !== undefined) errors.set(path, error)
  for (const flaw of flaws) errors.set(flaw.path, wordsOf(words, flaw, forms[flaw.path.replace(/\.\d+(?=\.|$)/g, '')]))
  const isSound = flaws.length === 0 && Object.values(rules).every((error) => error === undefined)
  return {
    errorAt: (path) => (isTried ? errors.get(path) : undefined),
    problem: refused.size > 0 ? undefined : action.error,
    isBusy: action.isPending,
    save: () => {
      setTried(true)
      if (isSound) action.mutate(input, { onSuccess: onDone })
    },
    forget: () => {
      setTried(false)
      action.reset()
    },
  }
}

function wordsOf(words: Text['forms'], { rule, limit = 0 }: Flaw, form: string | undefined): string {
  switch (rule) {
    case 'missing':
      return words.missing
    case 'form':
      return form ?? words.form
    case 'long':
      return words.long(limit)
    case 'few':
      return words.few(limit)
    case 'many':
      return words.many(limit)
    case 'small':
      return words.small(limit)
    case 'large':
      return words.large(limit)
  }
}

/** `body.phone: is needed …; path.id: …` → by field. */
function refusedFields(error: unknown): Map<string, string> {
  const found = new Map<string, string>()
  if (!(error instanceof ApiProblem) || error.status !== 400) return found
  for (const [, path, message] of (error.detail ?? '').matchAll(/(?:body|path)\.([\w.-]+): ([^;]+)/g)) found.set(path!, message!.trim())
  return found
}
