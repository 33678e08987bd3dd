import type { VideoSource } from './video-engine.ts'

/** What an address is to the decoder: a camera of the network, or else a film. */
export function toSource(address: string): VideoSource {
  return /^rtsps?:\/\//.test(address) ? { kind: 'rtsp', url: address } : { kind: 'file', file: address }
}
