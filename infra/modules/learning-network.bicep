// The way from the trainer's machines to the cache, which no other network reaches. Its own account, vault and registry the workspace finds by itself.
// After roles.bicep: the workspace lets its endpoint into the cache with a role that it has from there.
param workspaceName string
param cacheId string

resource workspace 'Microsoft.MachineLearningServices/workspaces@2025-12-01' existing = {
  name: workspaceName
}

resource toCache 'Microsoft.MachineLearningServices/workspaces/outboundRules@2025-12-01' = {
  parent: workspace
  name: 'training-cache'
  properties: {
    type: 'PrivateEndpoint'
    category: 'UserDefined'
    destination: { serviceResourceId: cacheId, subresourceTarget: 'blob' }
  }
}
