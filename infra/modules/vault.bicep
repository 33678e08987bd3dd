// One secret (the key that signs models, put there by hooks/make-signing-key.sh) and, where wanted, the key that storage is encrypted with.
param name string
param location string
param tags object
param workspaceId string
param isPrivate bool
param withEncryptionKey bool
param encryptionIdentityPrincipalId string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    // Keys in hardware (RSA-HSM below) come with premium only; secrets cost the same in both.
    sku: { family: 'A', name: 'premium' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // Whoever could purge the encryption key could make every archive unreadable.
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: isPrivate ? 'Deny' : 'Allow' }
  }
}

resource key 'Microsoft.KeyVault/vaults/keys@2025-05-01' = if (withEncryptionKey) {
  parent: vault
  name: 'storage'
  properties: {
    kty: 'RSA-HSM'
    keySize: 3072
    keyOps: ['wrapKey', 'unwrapKey']
    rotationPolicy: {
      attributes: { expiryTime: 'P2Y' }
      lifetimeActions: [{ trigger: { timeAfterCreate: 'P1Y' }, action: { type: 'rotate' } }]
    }
  }
}

// Here and not in roles.bicep: accounts cannot be made before their identity may use the key.
resource encrypts 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (withEncryptionKey) {
  scope: vault
  name: guid(vault.id, encryptionIdentityPrincipalId, 'encryption')
  properties: {
    principalId: encryptionIdentityPrincipalId
    principalType: 'ServicePrincipal'
    // Key Vault Crypto Service Encryption User
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'e147488a-f6f5-4113-8e2d-b22465e65bf6')
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
output encryptionKeyUri string = withEncryptionKey ? key.properties.keyUri : ''
