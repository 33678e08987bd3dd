// Who may do what: the only place where anybody is given anything (but for the encryption key, vault.bicep). Each line says why.
param appPrincipalId string
param trainerPrincipalId string
param hubPrincipalId string
param provisioningPrincipalId string
param workspacePrincipalId string
param eventsPrincipalId string
param dataAccountName string
param hostAccountName string
param cacheAccountName string
param learningAccountName string
param registryName string
param vaultName string
param learningVaultName string
param hubName string
param eventsNamespaceName string
param workspaceName string
param communicationName string
param applicationInsightsName string
param schedulerName string

// Built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roles = {
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  'Azure Event Hubs Data Receiver': 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'
  'Azure Event Hubs Data Sender': '2b629674-e913-4c01-ae53-ef4638d8f975'
  'IoT Hub Data Contributor': '4fc6c259-987e-4a07-842e-c321cc9d413f'
  'IoT Hub Registry Contributor': '4ea46cd5-c1b2-4a8e-910b-273211f9ce47'
  'AcrPull': '7f951dda-4ed3-4680-a7ca-43fe172d538d'
  'AcrPush': '8311e382-0749-4cb8-b61a-304f252e45ec'
  'Container Registry Tasks Contributor': 'fb382eab-e894-4461-af04-94435c366c3f'
  'Azure AI Enterprise Network Connection Approver': 'b556d68e-0be0-4f35-a333-ad7ee1ce17ea'
  'AzureML Data Scientist': 'f6c7c914-8db3-469d-8ca1-694a8f32e121'
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6'
  'Key Vault Administrator': '00482a5a-887f-4fb3-b363-3b7fe8e74483'
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb'
  'Communication and Email Service Owner': '09976791-48a7-449e-bb21-39d1a415f350'
  'Durable Task Data Contributor': '0ad04412-c4d5-4796-b79c-f76d14c8d402'
}

resource data 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataAccountName
}

resource host 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostAccountName
}

resource cache 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: cacheAccountName
}

resource learning 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: learningAccountName
}

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' existing = {
  name: registryName
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource learningVault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: learningVaultName
}

resource hub 'Microsoft.Devices/IotHubs@2023-06-30' existing = {
  name: hubName
}

resource stream 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: eventsNamespaceName
}

resource workspace 'Microsoft.MachineLearningServices/workspaces@2025-12-01' existing = {
  name: workspaceName
}

resource communication 'Microsoft.Communication/communicationServices@2025-09-01' existing = {
  name: communicationName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

// The app writes and reads all of the product's data, and signs links to single blobs with a key that its identity is lent.
resource appOnData 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in ['Storage Blob Data Contributor', 'Storage Queue Data Contributor', 'Storage Table Data Contributor']: {
    scope: data
    name: guid(data.id, appPrincipalId, role)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[role])
    }
  }
]

// The host takes leases, keeps orchestrations, and reads its package. Owner of blobs is what the host's documentation asks for: it sets leases' metadata and access.
resource appOnHost 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in ['Storage Blob Data Owner', 'Storage Queue Data Contributor', 'Storage Table Data Contributor']: {
    scope: host
    name: guid(host.id, appPrincipalId, role)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[role])
    }
  }
]

// Datasets are copied into the cache, models are fetched from it.
resource appOnCache 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: cache
  name: guid(cache.id, appPrincipalId, 'Storage Blob Data Contributor')
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Contributor'])
  }
}

resource appOnStream 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: stream
  name: guid(stream.id, appPrincipalId, 'Azure Event Hubs Data Receiver')
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Azure Event Hubs Data Receiver'])
  }
}

// Identities, twins, direct methods and deployments of devices.
resource appOnHub 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hub
  name: guid(hub.id, appPrincipalId, 'IoT Hub Data Contributor')
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['IoT Hub Data Contributor'])
  }
}

// Starts builds of module images, looks up what came of them, and attaches bills of software and signatures.
resource appOnRegistry 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in ['AcrPush', 'Container Registry Tasks Contributor']: {
    scope: registry
    name: guid(registry.id, appPrincipalId, role)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[role])
    }
  }
]

// Submits, watches and cancels jobs; cannot make compute.
resource appOnWorkspace 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: workspace
  name: guid(workspace.id, appPrincipalId, 'AzureML Data Scientist')
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['AzureML Data Scientist'])
  }
}

resource appOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appPrincipalId, 'Key Vault Secrets User')
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Key Vault Secrets User'])
  }
}

// There is no narrower built-in role for sending by identity.
resource appOnCommunication 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: communication
  name: guid(communication.id, appPrincipalId, 'Communication and Email Service Owner')
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Communication and Email Service Owner'])
  }
}

resource appOnInsights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, appPrincipalId, 'Monitoring Metrics Publisher')
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Monitoring Metrics Publisher'])
  }
}

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' existing = if (!empty(schedulerName)) {
  name: schedulerName
}

resource appOnScheduler 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(schedulerName)) {
  scope: scheduler
  name: guid(resourceGroup().id, schedulerName, appPrincipalId, 'Durable Task Data Contributor')
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Durable Task Data Contributor'])
  }
}

// The trainer's machines read the dataset and write the model, and pull their image.
resource trainerOnCache 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: cache
  name: guid(cache.id, trainerPrincipalId, 'Storage Blob Data Contributor')
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Contributor'])
  }
}

resource trainerOnRegistry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, trainerPrincipalId, 'AcrPull')
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['AcrPull'])
  }
}

// The workspace keeps its jobs' logs, administers a vault of its own as it must, and pulls environments' images.
resource workspaceOnAccount 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: learning
  name: guid(learning.id, workspacePrincipalId, 'Storage Blob Data Contributor')
  properties: {
    principalId: workspacePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Contributor'])
  }
}

resource workspaceOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: learningVault
  name: guid(learningVault.id, workspacePrincipalId, 'Key Vault Administrator')
  properties: {
    principalId: workspacePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Key Vault Administrator'])
  }
}

resource workspaceOnRegistry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, workspacePrincipalId, 'AcrPull')
  properties: {
    principalId: workspacePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['AcrPull'])
  }
}

// Lets the private endpoint of its own network into the cache (learning-network.bicep).
resource workspaceOnCache 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: cache
  name: guid(cache.id, workspacePrincipalId, 'Azure AI Enterprise Network Connection Approver')
  properties: {
    principalId: workspacePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Azure AI Enterprise Network Connection Approver'])
  }
}

// The hub passes messages on, and lends devices a place to upload to.
resource hubOnStream 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: stream
  name: guid(stream.id, hubPrincipalId, 'Azure Event Hubs Data Sender')
  properties: {
    principalId: hubPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Azure Event Hubs Data Sender'])
  }
}

resource hubOnData 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: data
  name: guid(data.id, hubPrincipalId, 'Storage Blob Data Contributor')
  properties: {
    principalId: hubPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Contributor'])
  }
}

// Lets new devices in: it writes their identities, and nothing else.
resource provisioningOnHub 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hub
  name: guid(hub.id, provisioningPrincipalId, 'IoT Hub Registry Contributor')
  properties: {
    principalId: provisioningPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['IoT Hub Registry Contributor'])
  }
}

// What could not be delivered is kept.
resource eventsOnData 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: data
  name: guid(data.id, eventsPrincipalId, 'Storage Blob Data Contributor')
  properties: {
    principalId: eventsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Contributor'])
  }
}
