const key = 'site'

/** The site that was shown last on this device. */
export function rememberedSite(): string | null {
  return localStorage.getItem(key)
}

export function rememberSite(id: string): void {
  localStorage.setItem(key, id)
}
