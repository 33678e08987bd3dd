import type { Entry } from './registry.ts'
import { type JsonObject, serviceProperties } from './twin.ts'

/** The identity as the registry's REST answers it. */
export function identityView({ identity, connection }: Entry): JsonObject {
  return {
    ...(identity as unknown as JsonObject),
    ...connectionView(connection),
    connectionStateUpdatedTime: connection.changedAt,
    cloudToDeviceMessageCount: 0,
  }
}

/** The twin as the service reads it, and as queries see it. */
export function twinView({ address, identity, twin, connection }: Entry): JsonObject {
  return {
    deviceId: address.device,
    ...(address.module === undefined ? {} : { moduleId: address.module }),
    etag: twin.etag,
    deviceEtag: identity.etag,
    status: identity.status,
    ...(identity.statusReason === undefined ? {} : { statusReason: identity.statusReason }),
    statusUpdateTime: identity.statusUpdatedTime,
    ...connectionView(connection),
    cloudToDeviceMessageCount: 0,
    authenticationType: 'sas',
    x509Thumbprint: { primaryThumbprint: null, secondaryThumbprint: null },
    ...(identity.deviceScope === undefined ? {} : { deviceScope: identity.deviceScope }),
    version: twin.version,
    // Module twins have no tags of their own in the portal, but the REST serves them.
    tags: twin.tags,
    properties: serviceProperties(twin),
    ...(identity.capabilities === undefined ? {} : { capabilities: { ...identity.capabilities } }),
    ...(Object.keys(twin.configurations).length === 0 ? {} : { configurations: twin.configurations as unknown as JsonObject }),
  }
}

function connectionView({ isConnected, lastActivityAt }: Entry['connection']): JsonObject {
  return { connectionState: isConnected ? 'Connected' : 'Disconnected', lastActivityTime: lastActivityAt }
}
