// Images of the edge module, by digest, with their bills of software and signatures; and the trainer's image.
param name string
param location string
param tags object
param workspaceId string
param isPrivate bool
param isZoneRedundant bool
param encryption object

// Private endpoints, zones and keys of one's own come with Premium only; so do the larger limits that a fleet's pulls need.
var isPremium = isPrivate || isZoneRedundant || !empty(encryption.identityId)

var identity = empty(encryption.identityId) ? { type: 'None' } : { type: 'UserAssigned', userAssignedIdentities: { '${encryption.identityId}': {} } }
var ownKey = { identity: encryption.identityId, keyIdentifier: encryption.keyUri }
var protection = empty(encryption.identityId) ? { status: 'disabled' } : { status: 'enabled', keyVaultProperties: ownKey }

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: isPremium ? 'Premium' : 'Standard' }
  identity: identity
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    dataEndpointEnabled: isPremium
    // Devices pull from the plant's network: the registry's own endpoint stays reachable, with a token for each pull.
    publicNetworkAccess: 'Enabled'
    networkRuleBypassOptions: 'AzureServices'
    zoneRedundancy: isZoneRedundant ? 'Enabled' : 'Disabled'
    policies: isPremium ? { retentionPolicy: { status: 'enabled', days: 30 } } : {}
    encryption: protection
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: registry
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'ContainerRegistryLoginEvents', enabled: true }, { category: 'ContainerRegistryRepositoryEvents', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = registry.id
output name string = registry.name
output loginServer string = registry.properties.loginServer
