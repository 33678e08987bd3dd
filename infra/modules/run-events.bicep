// The app is told of runs. Not part of main.bicep: Event Grid looks for the function and refuses while the app has no code, so
// hooks/tell-of-runs.sh deploys this after each deployment of the code.
param topicName string
param functionAppName string
param deadLetterAccountName string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName
}

resource deadLetters 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: deadLetterAccountName
}

resource runs 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'run-changed'
  properties: {
    destination: {
      endpointType: 'AzureFunction'
      properties: { resourceId: '${app.id}/functions/run-changed', maxEventsPerBatch: 1, preferredBatchSizeInKilobytes: 64 }
    }
    eventDeliverySchema: 'EventGridSchema'
    filter: {
      includedEventTypes: ['Microsoft.MachineLearningServices.RunCompleted', 'Microsoft.MachineLearningServices.RunStatusChanged']
    }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: { resourceId: deadLetters.id, blobContainerName: 'undelivered-events' }
      }
    }
  }
}
