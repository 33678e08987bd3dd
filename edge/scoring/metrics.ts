import type { Health } from '../tell-cloud.ts'

const bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export interface ScoringMeter {
  /** A request has been answered. */
  answered(status: number, pictures: number, tookMs: number): void
  /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
  text(health: Health, underWay: number): string
}

/** What Prometheus fetches from `/metrics`. */
export function createScoringMeter(): ScoringMeter {
  const requests = new Map<number, number>()
  const buckets = bounds.map(() => 0)
  let [pictures, count, sum] = [0, 0, 0]
  return {
    answered(status, scored, tookMs) {
      requests.set(status, (requests.get(status) ?? 0) + 1)
      if (status !== 200) return
      pictures += scored
      count++
      sum += tookMs / 1000
      for (const [index, bound] of bounds.entries()) if (tookMs / 1000 <= bound) buckets[index]!++
    },
    text(health, underWay) {
      const { queueDepth, evictedMessages, diskUsedBytes, diskQuotaBytes, uptimeSeconds, cameras } = health
      const all = [
        metric('sightloop_up', 'gauge', 'Whether the module is well: 1, or 0 when it is degraded.', [['', health.state === 'ok' ? 1 : 0]]),
        metric('sightloop_uptime_seconds', 'gauge', 'Since the module started.', [['', uptimeSeconds]]),
        metric('sightloop_score_requests_total', 'counter', 'Answered scoring requests.', byStatus(requests)),
        metric('sightloop_scored_pictures_total', 'counter', 'Pictures that were scored.', [['', pictures]]),
        metric('sightloop_score_under_way', 'gauge', 'Pictures that are being scored.', [['', underWay]]),
        histogram({ buckets, count, sum }),
        metric('sightloop_outbox_messages', 'gauge', 'Messages and files that wait for the hub.', [['', queueDepth]]),
        metric('sightloop_outbox_evicted_total', 'counter', 'Given up for want of room.', [['', evictedMessages]]),
        metric('sightloop_disk_bytes', 'gauge', 'Disk that is used, and that may be.', [
          ['kind="used"', diskUsedBytes],
          ['kind="quota"', diskQuotaBytes],
        ]),
        metric(
          'sightloop_camera_live',
          'gauge',
          'Whether a camera gives pictures.',
          cameras.map(({ camera, state }) => [`camera="${camera}"`, state === 'live' ? 1 : 0]),
        ),
        metric(
          'sightloop_camera_frames_per_second',
          'gauge',
          'Pictures that were looked at.',
          cameras.map(({ camera, framesPerSecond }) => [`camera="${camera}"`, framesPerSecond]),
        ),
        metric('process_resident_memory_bytes', 'gauge', 'Resident memory size in bytes.', [['', process.memoryUsage.rss()]]),
      ]
      return all.join('')
    },
  }
}

type Sample = readonly [labels: string, value: number]

function metric(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.map((sample) => line(name, sample)).join('')}`
}

function line(name: string, [labels, value]: Sample): string {
  return `${name}${labels === '' ? '' : `{${labels}}`} ${value}\n`
}

function byStatus(requests: ReadonlyMap<number, number>): Sample[] {
  return [...requests].map(([status, times]) => [`status="${status}"`, times])
}

function histogram({ buckets, count, sum }: { buckets: readonly number[]; count: number; sum: number }): string {
  const name = 'sightloop_score_duration_seconds'
  const samples = bounds.map((bound, index) => line(`${name}_bucket`, [`le="${bound}"`, buckets[index]!]))
  const totals = [line(`${name}_bucket`, ['le="+Inf"', count]), line(`${name}_sum`, ['', sum]), line(`${name}_count`, ['', count])]
  return `# HELP ${name} From the request to its answer.\n# TYPE ${name} histogram\n${samples.join('')}${totals.join('')}`
}
