/** What the server makes one clip of at most, in milliseconds. */
export const maxClipMs = 10 * 60_000
