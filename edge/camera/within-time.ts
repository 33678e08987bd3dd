/** A still that takes longer than this does not hold back the alert any more. */
const maxStillMs = 8000

/** What comes of it, or undefined where it fails or takes too long. */
export async function withinTime<T>(result: Promise<T | undefined>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), maxStillMs)
  })
  try {
    return await Promise.race([result.catch(() => undefined), timeout])
  } finally {
    clearTimeout(timer)
  }
}
