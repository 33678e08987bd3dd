// The workspace tells of its jobs, so that a run goes on in seconds instead of at the next look. Who is told stands in run-events.bicep.
param name string
param location string
param tags object
param workspaceId string
param logsWorkspaceId string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: 'evgt-${name}'
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: { source: workspaceId, topicType: 'Microsoft.MachineLearningServices.Workspaces' }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: topic
  name: 'to-workspace'
  properties: {
    workspaceId: logsWorkspaceId
    logs: [{ category: 'DeliveryFailures', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output principalId string = topic.identity.principalId
output topicName string = topic.name
