import { ApiProblem } from '../../../api/api-problem.ts'
import { call } from '../../../api/call.ts'

/** Links are good for ten minutes. */
const freshMs = 8 * 60_000

/** The address of a frame's picture, when the browser has the picture already: nobody labels what they do not see. */
export function framePicture(frame: string) {
  return {
    queryKey: ['frame picture', frame],
    staleTime: freshMs,
    refetchOnWindowFocus: false,
    queryFn: async () => {
      const { url } = await call('linkFrame', { params: { id: frame } })
      const picture = new Image()
      picture.src = url
      await picture.decode().catch((cause: unknown) => {
        throw ApiProblem.noAnswer(cause)
      })
      return url
    },
  }
}
