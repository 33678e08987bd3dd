// Everything that Sightloop needs in Azure, in one resource group. `azd up` runs it (docs/deploy.md); main.bicepparam holds what differs
// between a trial and a plant. No resource here takes a key: whoever calls another does so with a managed identity (modules/roles.bicep).
targetScope = 'subscription'

@minLength(2)
@maxLength(24)
@description('Name of this installation; part of every resource\'s name.')
param environmentName string

@description('Region of all resources. Flex Consumption must be offered there.')
param location string

@allowed(['dev', 'prod'])
@description('prod: zones, private endpoints by default, and archives that nobody can shorten.')
param stage string

@description('Who is told when the system itself is unwell, and when the budget is used up.')
param operatorsEmail string

@description('Money a month, in the currency of the subscription; at 80 and 100 % the operators are told. 0 = no budget.')
param monthlyBudget int

@description('First day of the month from which the budget counts, e.g. 2026-12-01. Azure takes no earlier month than the present one.')
param budgetStart string

@description('Number that SMS come from, bought in Communication Services beforehand (docs/deploy.md): numbers cannot be bought by a template.')
param smsFrom string

@description('Client id of the app registration that people sign in with; hooks/register-app.sh makes it, without a secret.')
param authClientId string

@allowed(['22', '24'])
@description('Node of the function app: the newest long-term version that Flex Consumption offers in the region.')
param nodeVersion string = '24'

@allowed(['azureStorage', 'azureManaged'])
@description('Where orchestrations keep their state: the host\'s own storage, or the Durable Task Scheduler.')
param durableBackend string = 'azureStorage'

@description('Reach storage, hub, vault, registry and workspace through a virtual network alone.')
param privateNetwork bool = stage == 'prod'

@description('Encrypt storage and registry with a key of one\'s own in the vault.')
param customerKeys bool = false

@minValue(1)
@maxValue(3650)
@description('Days that archived video cannot be changed or removed by anybody.')
param archiveDays int

@minValue(1)
@maxValue(3650)
@description('Days that the audit log cannot be changed or removed by anybody.')
param auditDays int

@minValue(1)
@maxValue(200)
@description('Units of the IoT Hub (docs/scale.md).')
param hubUnits int

@allowed(['S1', 'S2', 'S3'])
@description('Tier of the IoT Hub: 400,000, 6 million or 300 million messages of 4 KB a day and unit.')
param hubTier string = 'S1'

@minValue(1)
@maxValue(40)
@description('Throughput units of the event stream: 1 MB or 1,000 events a second in, twice that out, each.')
param eventUnits int = 1

@description('Size of the machines that train; an NC size for a trainer that wants a GPU.')
param trainerSize string = 'Standard_D4s_v5'

@minValue(1)
@maxValue(20)
@description('Machines that may train at once. None runs while nothing is trained.')
param trainerNodes int = 1

@description('Image of the reference trainer in our registry, by digest (hooks/find-trainer.sh). Empty until one was pushed.')
param trainerImage string = ''

@minValue(40)
@maxValue(1000)
@description('Instances that the function app may grow to: what bounds the bill when events flood in.')
param maximumInstances int = 40

var token = take(toLower(uniqueString(subscription().id, environmentName, location)), 10)
var name = 'sightloop-${environmentName}'
var tags = { 'azd-env-name': environmentName, product: 'sightloop', stage: stage }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${name}'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: { name: name, location: location, tags: tags, retentionDays: stage == 'prod' ? 90 : 30 }
}

module identities 'modules/identities.bicep' = {
  scope: group
  params: { name: name, location: location, tags: tags }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: { name: name, location: location, tags: tags }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetwork
    withEncryptionKey: customerKeys
    encryptionIdentityPrincipalId: identities.outputs.encryptionPrincipalId
  }
}

// The workspace administers the vault that it keeps its own secrets in: it must not be the one with the key that signs models.
module learningVault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: 'kvml-${token}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetwork
    withEncryptionKey: false
    encryptionIdentityPrincipalId: identities.outputs.encryptionPrincipalId
  }
}

// https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling
var messagesOfUnit = { S1: 400000, S2: 6000000, S3: 300000000 }
var encryption = {
  identityId: customerKeys ? identities.outputs.encryptionId : ''
  keyUri: vault.outputs.encryptionKeyUri
  vaultUri: vault.outputs.uri
}

module data 'modules/data-storage.bicep' = {
  scope: group
  params: {
    name: 'stdata${token}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    isZoneRedundant: stage == 'prod'
    encryption: encryption
    archiveDays: archiveDays
    auditDays: auditDays
    pagesOrigin: 'https://${appName}.azurewebsites.net'
  }
}

module host 'modules/host-storage.bicep' = {
  scope: group
  params: {
    name: 'sthost${token}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetwork
    isZoneRedundant: stage == 'prod'
  }
}

module cache 'modules/training-cache.bicep' = {
  scope: group
  params: {
    name: 'stcache${token}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetwork
    encryption: encryption
  }
}

module registry 'modules/registry.bicep' = {
  scope: group
  params: {
    name: 'cr${token}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetwork
    isZoneRedundant: stage == 'prod'
    encryption: encryption
  }
}

module learning 'modules/learning.bicep' = {
  scope: group
  params: {
    name: name
    token: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    vaultId: learningVault.outputs.id
    registryId: registry.outputs.id
    cacheName: cache.outputs.name
    trainerIdentityId: identities.outputs.trainerId
    trainerSize: trainerSize
    trainerNodes: trainerNodes
    trainerImage: trainerImage
    isPrivate: privateNetwork
  }
}

module hub 'modules/hub.bicep' = {
  scope: group
  params: {
    name: name
    token: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    tier: hubTier
    units: hubUnits
    eventUnits: eventUnits
    uploadsAccountName: data.outputs.name
    isPrivate: privateNetwork
    isZoneRedundant: stage == 'prod'
  }
}

module communication 'modules/communication.bicep' = {
  scope: group
  params: { name: name, token: token, tags: tags, workspaceId: monitoring.outputs.workspaceId }
}

module scheduler 'modules/scheduler.bicep' = if (durableBackend == 'azureManaged') {
  scope: group
  params: { name: name, token: token, location: location, tags: tags }
}

var appName = 'func-${name}-${token}'

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: appName
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    applicationInsightsConnection: monitoring.outputs.applicationInsightsConnection
    identityId: identities.outputs.appId
    identityClientId: identities.outputs.appClientId
    nodeVersion: nodeVersion
    maximumInstances: maximumInstances
    isZoneRedundant: stage == 'prod'
    subnetId: privateNetwork ? network.outputs.appSubnetId : ''
    deploymentContainerUrl: host.outputs.deploymentContainerUrl
    authClientId: authClientId
    settings: {
      AzureWebJobsStorage__accountName: host.outputs.name
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identities.outputs.appClientId
      STORAGE_CONNECTION__tableServiceUri: data.outputs.tableUrl
      STORAGE_CONNECTION__blobServiceUri: data.outputs.blobUrl
      STORAGE_CONNECTION__queueServiceUri: data.outputs.queueUrl
      STORAGE_CONNECTION__credential: 'managedidentity'
      STORAGE_CONNECTION__clientId: identities.outputs.appClientId
      IotHubEvents__fullyQualifiedNamespace: hub.outputs.eventsNamespace
      IotHubEvents__credential: 'managedidentity'
      IotHubEvents__clientId: identities.outputs.appClientId
      IOT_HUB_EVENT_HUB: hub.outputs.eventHubName
      IOT_HUB_HOST_NAME: hub.outputs.hostName
      HUB_MESSAGES_PER_DAY: string(hubUnits * messagesOfUnit[hubTier])
      COMMUNICATION_ENDPOINT: communication.outputs.endpoint
      SMS_FROM: smsFrom
      EMAIL_FROM: communication.outputs.emailFrom
      ML_WORKSPACE_ID: learning.outputs.workspaceId
      ML_COMPUTE: learning.outputs.computeName
      ML_ENVIRONMENT: learning.outputs.environmentName
      ML_DATASTORE: learning.outputs.datastoreName
      CACHE_CONNECTION__blobServiceUri: cache.outputs.blobUrl
      CONTAINER_REGISTRY_ID: registry.outputs.id
      CONTAINER_REGISTRY_URL: 'https://${registry.outputs.loginServer}'
      MODEL_SIGNING_KEY: '@Microsoft.KeyVault(VaultName=${vault.outputs.name};SecretName=model-signing-key)'
      PUSH_PUBLIC_KEY: '@Microsoft.KeyVault(VaultName=${vault.outputs.name};SecretName=push-public-key)'
      PUSH_PRIVATE_KEY: '@Microsoft.KeyVault(VaultName=${vault.outputs.name};SecretName=push-private-key)'
      PUSH_CONTACT: 'mailto:${operatorsEmail}'
      PUBLIC_URL: 'https://${appName}.azurewebsites.net'
      DATA_REGION: location
      AUTH_TENANT_ID: tenant().tenantId
      VIDEO_ENGINE: 'node-av'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: durableBackend
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: durableBackend == 'azureManaged' ? scheduler.outputs.connection : ''
    }
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    appPrincipalId: identities.outputs.appPrincipalId
    trainerPrincipalId: identities.outputs.trainerPrincipalId
    hubPrincipalId: hub.outputs.principalId
    provisioningPrincipalId: hub.outputs.provisioningPrincipalId
    workspacePrincipalId: learning.outputs.principalId
    eventsPrincipalId: events.outputs.principalId
    dataAccountName: data.outputs.name
    hostAccountName: host.outputs.name
    cacheAccountName: cache.outputs.name
    learningAccountName: learning.outputs.accountName
    registryName: registry.outputs.name
    vaultName: vault.outputs.name
    learningVaultName: learningVault.outputs.name
    hubName: hub.outputs.name
    eventsNamespaceName: hub.outputs.eventsNamespaceName
    workspaceName: learning.outputs.workspaceName
    communicationName: communication.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    schedulerName: durableBackend == 'azureManaged' ? scheduler.outputs.name : ''
  }
}

module learningNetwork 'modules/learning-network.bicep' = if (privateNetwork) {
  scope: group
  params: { workspaceName: learning.outputs.workspaceName, cacheId: cache.outputs.id }
  dependsOn: [roles]
}

module events 'modules/events.bicep' = {
  scope: group
  params: {
    name: name
    location: location
    tags: tags
    workspaceId: learning.outputs.workspaceId
    logsWorkspaceId: monitoring.outputs.workspaceId
  }
}

module privateEndpoints 'modules/private-endpoints.bicep' = if (privateNetwork) {
  scope: group
  params: {
    name: name
    location: location
    tags: tags
    subnetId: network.outputs.endpointSubnetId
    networkId: network.outputs.id
    targets: [
      { name: 'data-blob', id: data.outputs.id, part: 'blob' }
      { name: 'data-table', id: data.outputs.id, part: 'table' }
      { name: 'data-queue', id: data.outputs.id, part: 'queue' }
      { name: 'host-blob', id: host.outputs.id, part: 'blob' }
      { name: 'host-table', id: host.outputs.id, part: 'table' }
      { name: 'host-queue', id: host.outputs.id, part: 'queue' }
      { name: 'cache-blob', id: cache.outputs.id, part: 'blob' }
      { name: 'vault', id: vault.outputs.id, part: 'vault' }
      { name: 'learning-vault', id: learningVault.outputs.id, part: 'vault' }
      { name: 'registry', id: registry.outputs.id, part: 'registry' }
      { name: 'events', id: hub.outputs.eventsNamespaceId, part: 'namespace' }
      { name: 'workspace', id: learning.outputs.workspaceId, part: 'amlworkspace' }
    ]
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    name: name
    location: location
    tags: tags
    operatorsEmail: operatorsEmail
    workspaceId: monitoring.outputs.workspaceId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    healthUrl: '${app.outputs.url}/api/health'
    hubId: hub.outputs.id
    dataAccountId: data.outputs.id
  }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0) {
  scope: group
  params: { name: name, amount: monthlyBudget, start: budgetStart, operatorsEmail: operatorsEmail }
}

// Named like the settings of the app, so that scripts and people find them by one name.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_APP string = app.outputs.name
output AZURE_KEY_VAULT string = vault.outputs.name
output AZURE_DATA_ACCOUNT string = data.outputs.name
output AZURE_RUN_TOPIC string = events.outputs.topicName
output PUBLIC_URL string = app.outputs.url
output IOT_HUB_HOST_NAME string = hub.outputs.hostName
output IOT_HUB_EVENT_HUB string = hub.outputs.eventHubName
output DPS_ID_SCOPE string = hub.outputs.idScope
output ML_WORKSPACE_ID string = learning.outputs.workspaceId
output ML_COMPUTE string = learning.outputs.computeName
output ML_ENVIRONMENT string = learning.outputs.environmentName
output ML_DATASTORE string = learning.outputs.datastoreName
output CONTAINER_REGISTRY_ID string = registry.outputs.id
output CONTAINER_REGISTRY_URL string = 'https://${registry.outputs.loginServer}'
output COMMUNICATION_ENDPOINT string = communication.outputs.endpoint
output EMAIL_FROM string = communication.outputs.emailFrom
