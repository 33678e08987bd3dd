// The product's own account (docs/storage.md): tables, queues and all blobs but the trainer's. Hierarchical names, so that auditors and
// analysts open the archive as a data lake, and so that a recording is renamed and removed as one.
param name string
param location string
param tags object
param workspaceId string
param isZoneRedundant bool

@description('{ identityId, keyUri, vaultUri } of a key of one\'s own; empty words for a key of Microsoft\'s.')
param encryption object

param archiveDays int
param auditDays int

@description('Browsers show pictures and clips from here, and put imports here, on pages of this origin.')
param pagesOrigin string

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
  kind: 'StorageV2'
  sku: { name: isZoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  identity: identity
  properties: {
    isHnsEnabled: true
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    // Links to single pictures and clips lead browsers here, so the blob endpoint stays reachable; each link is good for one blob and ten minutes.
    publicNetworkAccess: 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' }
    encryption: protection
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 7 }
    containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    cors: {
      corsRules: [
        {
          allowedOrigins: [pagesOrigin]
          allowedMethods: ['GET', 'HEAD', 'PUT']
          allowedHeaders: ['content-type', 'range', 'x-ms-blob-type', 'x-ms-version']
          exposedHeaders: ['content-length', 'content-range', 'accept-ranges', 'etag']
          maxAgeInSeconds: 3600
        }
      ]
    }
  }
}

// Those that templates must know; the app makes the others when it first needs them.
resource archive 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: 'archive'
  properties: { publicAccess: 'None' }
}

// A template can set these terms, not lock them: hooks/lock-archives.sh does so in production, once, after a person has said yes.
resource archiveKept 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-06-01' = {
  parent: archive
  name: 'default'
  properties: { immutabilityPeriodSinceCreationInDays: archiveDays, allowProtectedAppendWrites: false }
}

resource audit 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: 'audit'
  properties: { publicAccess: 'None' }
}

resource auditKept 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-06-01' = {
  parent: audit
  name: 'default'
  properties: { immutabilityPeriodSinceCreationInDays: auditDays, allowProtectedAppendWrites: true }
}

resource uploads 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: 'uploads'
  properties: { publicAccess: 'None' }
}

// What left the site. Readers outside get a role on these two and on nothing else (docs/compliance.md).
resource leaving 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for containerName in ['compliant', 'anomalies']: {
    parent: blobs
    name: containerName
    properties: { publicAccess: 'None' }
  }
]

resource undelivered 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: 'undelivered-events'
  properties: { publicAccess: 'None' }
}

// Whoever may read figures in Power BI gets a role on this one alone (docs/insights.md), before the first file is there.
resource insights 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: 'insights'
  properties: { publicAccess: 'None' }
}

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'archive-cools-down'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['archive/'] }
            // Cool when it is written; cold after a quarter, when hardly an auditor asks. Never the offline tier: playing it would take hours.
            actions: { baseBlob: { tierToCold: { daysAfterModificationGreaterThan: 90 } } }
          }
        }
        {
          name: 'uploads-nobody-took'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['uploads/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 7 } } }
          }
        }
        {
          name: 'clips-and-imports'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['clips/', 'imports/', 'insights/downloads/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 2 } } }
          }
        }
        {
          name: 'exports-can-be-made-again'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['exports/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 30 } } }
          }
        }
        {
          name: 'raw-messages-cool-down'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['appendBlob'], prefixMatch: ['raw-messages/'] }
            // Append blobs can be removed, but not moved to another tier.
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 400 } } }
          }
        }
      ]
    }
  }
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

// Triggers look into their queues from the first second on.
resource queue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [
  for queueName in ['uploads', 'alerts', 'alerts-critical', 'compliance']: {
    parent: queues
    name: queueName
  }
]

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    // Who read which video is on our own audit chain; here is what went around it.
    logs: [{ category: 'StorageRead', enabled: true }, { category: 'StorageWrite', enabled: true }, { category: 'StorageDelete', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource queueDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: queues
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource tableDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: tables
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
output tableUrl string = account.properties.primaryEndpoints.table
output queueUrl string = account.properties.primaryEndpoints.queue
