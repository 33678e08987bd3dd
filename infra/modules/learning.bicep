// Where models are trained: workspace, machines that come and go with the runs, the trainer's environment, and the cache as a datastore.
param name string
param token string
param location string
param tags object
param workspaceId string
param applicationInsightsId string
param vaultId string
param registryId string
param cacheName string
param trainerIdentityId string
param trainerSize string
param trainerNodes int
param trainerImage string
param isPrivate bool

// The workspace keeps logs and snapshots of its jobs here. It takes neither a premium account nor hierarchical names.
resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'stml${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: isPrivate ? 'Deny' : 'Allow' }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: { deleteRetentionPolicy: { enabled: true, days: 7 } }
}

resource workspace 'Microsoft.MachineLearningServices/workspaces@2025-12-01' = {
  name: 'mlw-${name}'
  location: location
  tags: tags
  kind: 'Default'
  sku: { name: 'Basic', tier: 'Basic' }
  identity: { type: 'SystemAssigned' }
  properties: {
    friendlyName: name
    storageAccount: account.id
    keyVault: vaultId
    applicationInsights: applicationInsightsId
    containerRegistry: registryId
    // Reads its own storage as itself; keys are off.
    systemDatastoresAuthMode: 'Identity'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    managedNetwork: { isolationMode: isPrivate ? 'AllowOnlyApprovedOutbound' : 'Disabled' }
    v1LegacyMode: false
  }
}

resource compute 'Microsoft.MachineLearningServices/workspaces/computes@2025-12-01' = {
  parent: workspace
  name: 'trainer'
  location: location
  tags: tags
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${trainerIdentityId}': {} } }
  properties: {
    computeType: 'AmlCompute'
    disableLocalAuth: true
    properties: {
      osType: 'Linux'
      vmSize: trainerSize
      vmPriority: 'Dedicated'
      enableNodePublicIp: !isPrivate
      remoteLoginPortPublicAccess: 'Disabled'
      // Down to none after five minutes: a run a day costs minutes, not a machine.
      scaleSettings: { minNodeCount: 0, maxNodeCount: trainerNodes, nodeIdleTimeBeforeScaleDown: 'PT5M' }
    }
  }
}

// Credentials: none. Jobs read it as the identity of their machine.
resource datastore 'Microsoft.MachineLearningServices/workspaces/datastores@2025-12-01' = {
  parent: workspace
  name: 'training'
  properties: {
    datastoreType: 'AzureBlob'
    accountName: cacheName
    containerName: 'training'
    endpoint: environment().suffixes.storage
    protocol: 'https'
    serviceDataAccessAuthIdentity: 'None'
    credentials: { credentialsType: 'None' }
    description: 'Datasets beside the trainer, and what runs leave there.'
  }
}

resource trainer 'Microsoft.MachineLearningServices/workspaces/environments@2025-12-01' = {
  parent: workspace
  name: 'sightloop-trainer'
  properties: { description: 'The reference trainer, or the container of one\'s own (docs/retraining.md).' }
}

// Without an image yet, the pipeline of the trainer adds the version (hooks/use-trainer.sh).
module trainerVersion 'trainer-version.bicep' = if (!empty(trainerImage)) {
  params: { workspaceName: workspace.name, environmentName: trainer.name, image: trainerImage }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: workspace
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output workspaceId string = workspace.id
output workspaceName string = workspace.name
output principalId string = workspace.identity.principalId
output accountName string = account.name
output computeName string = compute.name
// Jobs name a version, or get the first.
output environmentName string = empty(trainerImage) ? trainer.name : trainerVersion.outputs.environment
output datastoreName string = datastore.name
