// An image of the trainer as a version of the workspace's environment. Versions never change: each is named by its image's digest.
param workspaceName string
param environmentName string

@description('REGISTRY/trainer@sha256:…')
param image string

resource trainer 'Microsoft.MachineLearningServices/workspaces/environments@2025-12-01' existing = {
  name: '${workspaceName}/${environmentName}'
}

resource version 'Microsoft.MachineLearningServices/workspaces/environments/versions@2025-12-01' = {
  parent: trainer
  name: take(last(split(image, ':')), 12)
  properties: { image: image, osType: 'Linux' }
}

@description('NAME:VERSION, as the setting ML_ENVIRONMENT wants it.')
output environment string = '${environmentName}:${version.name}'
