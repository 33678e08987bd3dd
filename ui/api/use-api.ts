import {
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { type Answer, call, type Input, type OperationName } from './call.ts'

export interface ReadOptions {
  /** Asks again every so many milliseconds while the page is in front. */
  readonly everyMs?: number | undefined
  /** Not yet: something that it needs is missing. */
  readonly isOff?: boolean | undefined
}

/** The key under which an answer is kept; without an input the key of all answers of that call. */
export function keyOf<Name extends OperationName>(name: Name, input?: Input<Name>): QueryKey {
  return input === undefined ? [name] : [name, input]
}

/** Reads something of the API and keeps it fresh. */
export function useApi<Name extends OperationName>(
  name: Name,
  input: Input<Name>,
  options: ReadOptions = {},
): UseQueryResult<Answer<Name>> {
  return useQuery({
    queryKey: keyOf(name, input),
    queryFn: ({ signal }) => call(name, input, signal),
    enabled: options.isOff !== true,
    refetchInterval: options.everyMs ?? false,
  })
}

type Lists = { [Name in OperationName]: Answer<Name> extends { items: unknown[] } ? Name : never }[OperationName]
export type Page<Name extends Lists> = Answer<Name>
export type Item<Name extends Lists> = Answer<Name> extends { items: (infer One)[] } ? One : never

/** Reads a list page by page, as its cursor leads. */
export function useApiPages<Name extends Lists>(
  name: Name,
  input: Input<Name>,
  options: ReadOptions = {},
): UseInfiniteQueryResult<InfiniteData<Page<Name>>> {
  return useInfiniteQuery({
    queryKey: [...keyOf(name, input), 'pages'],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...(input as { query?: object }).query, ...(pageParam !== '' && { cursor: pageParam }) }
      return call(name, { ...input, query } as Input<Name>, signal)
    },
    initialPageParam: '',
    getNextPageParam: (page) => (page as { cursor?: string }).cursor,
    enabled: options.isOff !== true,
    refetchInterval: options.everyMs ?? false,
  })
}

/** All items of the pages read so far. */
export function itemsOf<Name extends Lists>(data: InfiniteData<Page<Name>> | undefined): Item<Name>[] {
  return data?.pages.flatMap((page) => page.items as Item<Name>[]) ?? []
}

/** Does something; what it changes is read anew. */
export function useAction<Name extends OperationName>(
  name: Name,
  changes: readonly OperationName[] = [],
): UseMutationResult<Answer<Name>, Error, Input<Name>> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: Input<Name>) => call(name, input),
    onSuccess: async () => {
      await Promise.all(changes.map((changed) => client.invalidateQueries({ queryKey: keyOf(changed) })))
    },
  })
}
