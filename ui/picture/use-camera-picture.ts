import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiProblem } from '../api/api-problem.ts'
import { type Answer, call } from '../api/call.ts'
import { keyOf } from '../api/use-api.ts'
import { jpegUrl } from './jpeg-url.ts'

export interface CameraPictureOptions {
  readonly site: string
  readonly camera: string
  /** Pixels. */
  readonly maxWidth: number
  /** Asks again so often while the page is in front; undefined = once. */
  readonly everyMs?: number | undefined
  readonly isOff?: boolean | undefined
}

export interface CameraPicture {
  /** The newest picture that came; it stays while the next one is asked for, and when the device is away. */
  readonly source: string | undefined
  readonly detections: NonNullable<Answer<'showCamera'>['detections']>
  /** When it was taken, by the device; undefined where it does not say. */
  readonly at: string | undefined
  readonly error: Error | null
  readonly isAsking: boolean
  refetch(): unknown
}

// A camera that was just added shows its first picture some seconds later: nobody should have to ask for it by hand.
const firstPictureMs = 2000
const firstPictureTries = 8
const isNotYet = (problem: Error) => problem instanceof ApiProblem && problem.code === 'device-refused'

/** What a camera sees now, as long as somebody looks. */
export function useCameraPicture({ site, camera, maxWidth, everyMs, isOff = false }: CameraPictureOptions): CameraPicture {
  const input = { params: { site, id: camera }, body: { maxWidth } }
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: keyOf('showCamera', input),
    queryFn: ({ signal }) => call('showCamera', input, signal),
    enabled: !isOff,
    refetchInterval: everyMs ?? false,
    staleTime: everyMs ?? 30_000,
    // Where one looks again and again, the next look is the retry, and a picture of before is better than none.
    retry: (failures, problem) => everyMs === undefined && failures < firstPictureTries && isNotYet(problem),
    retryDelay: firstPictureMs,
    refetchOnWindowFocus: everyMs !== undefined,
    placeholderData: keepPreviousData,
  })
  return { source: useJpeg(data?.jpegBase64), detections: data?.detections ?? [], at: data?.at, error, isAsking: isFetching, refetch }
}

/** The address of a picture for as long as it is shown. */
export function useJpeg(jpegBase64: string | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (jpegBase64 === undefined) return setUrl(undefined)
    const made = jpegUrl(jpegBase64)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [jpegBase64])
  return url
}
