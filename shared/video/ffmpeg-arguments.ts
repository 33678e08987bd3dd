import { mp4Family } from './limits.ts'

// The hash looks at 8 × 8 places in each of 9 × 8 cells. Grey comes as RGB, since QuickTime stores plain grey as a negative.
export const [lumaWidth, lumaHeight] = [72, 64]
const fragments = ['-movflags', 'frag_every_frame+empty_moov+default_base_moof+negative_cts_offsets', '-write_prft', 'pts']

// Each frame at its own time: FFmpeg would otherwise count in frames of the mean rate.
const timing = ['-fps_mode', 'passthrough', '-enc_time_base', '1:90000']

/**
 * The arguments that take frames out of a file: their JPEGs come as fragments of a QuickTime file through descriptor 1,
 * small pictures of them through 3. Nothing but numbers and the file's own path ever gets into them.
 *
 * @param seconds Of the wanted frames after the first one
 */
export function ffmpegArguments(file: string, seconds: readonly number[], jpegQscale: number): string[] {
  // The first frame always comes: times are counted from it.
  const terms = seconds.map((second) => {
    const at = (second - 1e-6).toFixed(6)
    return `gte(t-start_t,${at})*lt(prev_t-start_t,${at})`
  })
  const select = `select='isnan(prev_t)+${terms.join('+')}'`
  const split = `[0:v:0]${select},split[a][b];[a]scale=out_range=full,format=yuvj420p[jpeg];[b]scale=${lumaWidth}:${lumaHeight}:flags=area,format=rgb24[luma]`
  const input = ['-protocol_whitelist', 'file', '-format_whitelist', mp4Family, '-f', 'mov', '-copyts', '-i', `file:${file}`]
  const jpeg = ['-map', '[jpeg]', ...timing, '-c:v', 'mjpeg', '-q:v', String(jpegQscale), '-flags:v', '+bitexact']
  const luma = ['-map', '[luma]', ...timing, '-c:v', 'rawvideo']
  const quiet = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-xerror']
  return [
    ...quiet,
    ...input,
    '-filter_complex',
    split,
    ...jpeg,
    '-f',
    'mov',
    ...fragments,
    'pipe:1',
    ...luma,
    '-f',
    'mov',
    ...fragments,
    'pipe:3',
  ]
}
