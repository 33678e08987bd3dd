// Premium blobs beside the trainer: a dataset is copied here before a run, and read thousands of times during it.
param name string
param location string
param tags object
param workspaceId string
param isPrivate bool
param encryption object

var identity = empty(encryption.identityId) ? { type: 'None' } : { type: 'UserAssigned', userAssignedIdentities: { '${encryption.identityId}': {} } }
var ownKey = { keyname: 'storage', keyvaulturi: encryption.vaultUri }
var keyIdentity = { userAssignedIdentity: encryption.identityId }
var microsoftsKey = { keySource: 'Microsoft.Storage', requireInfrastructureEncryption: true }
var customersKey = { keySource: 'Microsoft.Keyvault', requireInfrastructureEncryption: true, identity: keyIdentity, keyvaultproperties: ownKey }
var protection = empty(encryption.identityId) ? microsoftsKey : customersKey

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'BlockBlobStorage'
  // What is here can be copied again from the data account: no second copy is paid for.
  sku: { name: 'Premium_LRS' }
  identity: identity
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: isPrivate ? 'Deny' : 'Allow' }
    encryption: protection
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource training 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: 'training'
  properties: { publicAccess: 'None' }
}

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'runs-that-are-over'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['training/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 14 } } }
          }
        }
      ]
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

output id string = account.id
output name string = account.name
output blobUrl string = account.properties.primaryEndpoints.blob
