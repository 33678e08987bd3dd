import type { Fault } from '../../shared/domain/faults.ts'

/** Where pictures come from. Nothing else is ever opened: no other protocol, no playlist, no command line. */
export type VideoSource =
  | { readonly kind: 'file'; readonly file: string }
  /** `rtsp://` or `rtsps://`, with user and password where the camera wants them. */
  | { readonly kind: 'rtsp'; readonly url: string }

/** Asks for pictures of a size. */
export interface PictureSize {
  readonly width: number
  readonly height: number
  /** `stretch` gives exactly the size, `inside` the largest of the picture's own aspect ratio within it. Default: `stretch`. */
  readonly fit?: 'stretch' | 'inside'
}

export interface StreamOptions {
  readonly picture: PictureSize
  /** At most so many pictures a second are scaled and handed over; packets come all. */
  readonly framesPerSecond: number
  /** Without any packet for so long the source counts as lost. Default: 10. */
  readonly stallSeconds?: number
}

export interface StreamInfo {
  /** What the packets are; undefined where the codec cannot be recorded, and then no packets come. */
  readonly codec: 'avc' | 'hevc' | undefined
  /** `avcC` or `hvcC`, the decoder configuration record of MP4. */
  readonly description: Uint8Array
  /** Of the camera's own picture. */
  readonly width: number
  readonly height: number
  readonly frameRate: number
}

/** One access unit, NAL units with a length of four bytes before each, in decoding order. */
export interface StreamPacket {
  readonly data: Uint8Array
  readonly ptsMs: number
  readonly durationMs: number
  readonly isKey: boolean
  /** When it was taken by the camera's own clock, in milliseconds since 1970; undefined where the camera or the engine does not tell. */
  readonly takenAtMs?: number | undefined
}

/** RGB, three bytes a pixel, rows from top to bottom without padding. Its `ptsMs` is that of its packet. */
export interface VideoFrame {
  readonly ptsMs: number
  readonly width: number
  readonly height: number
  readonly rgb: Uint8Array
}

export interface StreamListener {
  onStart(info: StreamInfo): void
  onPacket(packet: StreamPacket): void
  onFrame(frame: VideoFrame): void
  /** Once and last. Not called after `close()`. */
  onEnd(fault: Fault): void
}

export interface VideoStream {
  close(): Promise<void>
}

/** Which frames of a file are wanted. Only the first kind that is given counts; without any all are. */
export interface FrameChoice {
  readonly everyNth?: number
  /** The first frame at or after each of these times in milliseconds. */
  readonly times?: readonly number[]
  /** The first frame at or after each multiple of 1 / framesPerSecond. */
  readonly framesPerSecond?: number
}

export interface DecodeOptions extends FrameChoice {
  /** The video's own size unless given. */
  readonly picture?: PictureSize
}

/** `index` counts all frames of the file in presentation order, wanted or not; `ptsMs` counts from the first of them. */
export interface FileFrame extends VideoFrame {
  readonly index: number
}

/**
 * Decodes video in a process of its own, so that neither a crash nor a licence of the decoder reaches ours.
 * A file is played in real time and again from its start; a camera is read as it sends.
 */
export interface VideoEngine {
  readonly name: 'node-av' | 'ffmpeg'
  openStream(source: VideoSource, options: StreamOptions, listener: StreamListener): VideoStream
  /** As fast as it is read. Faults with `video-unreadable`; leaving the loop early ends the process. */
  decodeFile(file: string, options: DecodeOptions): AsyncGenerator<FileFrame, void, undefined>
}
