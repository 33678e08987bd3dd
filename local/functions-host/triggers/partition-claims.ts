import type { CheckpointStore } from '@azure/event-hubs'

/**
 * A checkpoint store whose own claims from before a crash count as given up.
 *
 * The processor of the SDK waits a minute until the claims of a dead reader expire. This host has the same reader id at
 * every start, so claims under it that this process did not make are those of its dead predecessor.
 */
export function createClaimingStore(store: CheckpointStore, readerId: string): CheckpointStore & { release(partitionId: string): void } {
  const claimed = new Set<string>()
  return {
    listOwnership: async (...args) => {
      const ownerships = await store.listOwnership(...args)
      return ownerships.map((each) => (each.ownerId === readerId && !claimed.has(each.partitionId) ? { ...each, ownerId: '' } : each))
    },
    claimOwnership: async (...args) => {
      const granted = await store.claimOwnership(...args)
      for (const { partitionId } of granted) claimed.add(partitionId)
      return granted
    },
    updateCheckpoint: (...args) => store.updateCheckpoint(...args),
    listCheckpoints: (...args) => store.listCheckpoints(...args),
    release: (partitionId) => claimed.delete(partitionId),
  }
}
