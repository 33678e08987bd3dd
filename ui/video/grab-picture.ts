/** The frame on the screen as a JPEG; undefined where the browser does not let scripts read it. */
export async function grabPicture(video: HTMLVideoElement): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  const context = canvas.getContext('2d')
  if (context === null || canvas.width === 0) return undefined
  context.drawImage(video, 0, 0)
  try {
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', 0.92))
  } catch {
    // The storage did not say that the page may read it: one can look at the picture, not take it.
    return undefined
  }
}
