// Devices: the hub that they talk to, the service that lets new ones in, and the stream that the function app reads. The hub's own
// stream can be read with keys only; so messages are routed to Event Hubs, where an identity is enough.
param name string
param token string
param location string
param tags object
param workspaceId string
param tier string
param units int
param eventUnits int
param uploadsAccountName string
param isPrivate bool
param isZoneRedundant bool

resource stream 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: 'evhns-${name}-${token}'
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard', capacity: eventUnits }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    zoneRedundant: isZoneRedundant
    isAutoInflateEnabled: true
    maximumThroughputUnits: max(eventUnits, 10)
  }
}

// The hub is a trusted service and passes; everybody else comes through the private endpoint.
resource streamRules 'Microsoft.EventHub/namespaces/networkRuleSets@2024-01-01' = {
  parent: stream
  name: 'default'
  properties: {
    defaultAction: isPrivate ? 'Deny' : 'Allow'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    trustedServiceAccessEnabled: true
  }
}

resource messages 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: stream
  name: 'device-messages'
  properties: {
    // Eight functions read side by side. It cannot be changed later (docs/scale.md).
    partitionCount: 8
    retentionDescription: { cleanupPolicy: 'Delete', retentionTimeInHours: 168 }
  }
}

// A reader of one's own (a stream job, a test) takes another group, and disturbs nobody.
resource others 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = {
  parent: messages
  name: 'others'
  properties: { userMetadata: 'For readers beside the function app, which uses $Default.' }
}

resource uploads 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: uploadsAccountName
}

resource hub 'Microsoft.Devices/IotHubs@2023-06-30' = {
  name: 'iot-${name}-${token}'
  location: location
  tags: tags
  sku: { name: tier, capacity: units }
  identity: { type: 'SystemAssigned' }
  properties: {
    // Hub-wide keys are off; devices prove themselves with certificates or keys of their own.
    disableLocalAuth: true
    minTlsVersion: '1.2'
    // Devices come from plants, over the internet.
    publicNetworkAccess: 'Enabled'
    features: 'None'
    eventHubEndpoints: { events: { partitionCount: 4, retentionTimeInDays: 7 } }
    cloudToDevice: {
      defaultTtlAsIso8601: 'PT1H'
      maxDeliveryCount: 10
      feedback: { lockDurationAsIso8601: 'PT1M', ttlAsIso8601: 'PT1H', maxDeliveryCount: 10 }
    }
    enableFileUploadNotifications: false
    storageEndpoints: {
      '$default': {
        authenticationType: 'identityBased'
        connectionString: ''
        containerName: 'uploads'
        sasTtlAsIso8601: 'PT1H'
      }
    }
    routing: {
      endpoints: {
        eventHubs: [
          {
            name: 'device-messages'
            authenticationType: 'identityBased'
            endpointUri: 'sb://${stream.name}.servicebus.windows.net'
            entityPath: messages.name
            subscriptionId: subscription().subscriptionId
            resourceGroup: resourceGroup().name
          }
        ]
      }
      routes: [
        { name: 'device-messages', source: 'DeviceMessages', condition: 'true', endpointNames: ['device-messages'], isEnabled: true }
        { name: 'connections', source: 'DeviceConnectionStateEvents', condition: 'true', endpointNames: ['device-messages'], isEnabled: true }
      ]
      // What no route takes stays seven days in the hub's own stream instead of being lost.
      fallbackRoute: { name: 'rest', source: 'DeviceMessages', condition: 'true', endpointNames: ['events'], isEnabled: true }
      // Which plant a message is from, told by the cloud's own word and not by the device's.
      enrichments: [{ key: 'site', value: '$twin.tags.site', endpointNames: ['device-messages'] }]
    }
  }
  dependsOn: [uploads]
}

// New devices name their certificate to this service and are told their hub (docs/deploy.md).
resource provisioning 'Microsoft.Devices/provisioningServices@2026-03-01-preview' = {
  name: 'dps-${name}-${token}'
  location: location
  tags: tags
  sku: { name: 'S1', capacity: 1 }
  identity: { type: 'SystemAssigned' }
  properties: {
    allocationPolicy: 'Hashed'
    publicNetworkAccess: 'Enabled'
    iotHubs: [{ authenticationType: 'SystemAssigned', hostName: hub.properties.hostName, location: location }]
  }
}

resource hubDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: hub
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'Connections', enabled: true }
      { category: 'DeviceTelemetry', enabled: true }
      { category: 'Routes', enabled: true }
      { category: 'FileUploadOperations', enabled: true }
      { category: 'DirectMethods', enabled: true }
      { category: 'DeviceIdentityOperations', enabled: true }
      { category: 'Configurations', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

resource provisioningDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: provisioning
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'DeviceOperations', enabled: true }, { category: 'ServiceOperations', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

resource streamDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: stream
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'OperationalLogs', enabled: true }, { category: 'RuntimeAuditLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = hub.id
output name string = hub.name
output hostName string = hub.properties.hostName
output principalId string = hub.identity.principalId
output provisioningPrincipalId string = provisioning.identity.principalId
output idScope string = provisioning.properties.idScope
output eventsNamespaceId string = stream.id
output eventsNamespaceName string = stream.name
output eventsNamespace string = '${stream.name}.servicebus.windows.net'
output eventHubName string = messages.name
