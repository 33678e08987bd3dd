/** An address in this page for a picture that came as text; whoever makes it gives it back with `URL.revokeObjectURL`. */
export function jpegUrl(jpegBase64: string): string {
  const bytes = Uint8Array.from(atob(jpegBase64), (letter) => letter.charCodeAt(0))
  return URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
}
