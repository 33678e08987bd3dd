// The system watches itself: each rule calls the operators, and its description says which page of docs/operations.md helps.
param name string
param location string
param tags object
param operatorsEmail string
param workspaceId string
param applicationInsightsId string
param hubId string
param dataAccountId string
param healthUrl string

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'sightloop'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: operatorsEmail, useCommonAlertSchema: true }]
  }
}

// Severity 0 = people may be in danger without anybody being told; 1 = data or deadlines at risk; 2 = look at it today.
var logRules = [
  {
    name: 'alerts-do-not-get-out'
    severity: 0
    minutes: 5
    above: 0
    description: 'Alerts about incidents are overdue (operations: "Alerts do not get out").'
    query: 'AppTraces | where Message startswith "Alerts do not get out"'
  }
  {
    name: 'alerts-are-slow'
    severity: 1
    minutes: 15
    above: 0
    description: 'More than a minute passes from the frame to the message (operations: "Alerts are slow").'
    query: 'AppMetrics | where Name == "sightloop.alert.delay" and Max > 60'
  }
  {
    name: 'ingest-fails'
    severity: 0
    minutes: 15
    above: 3
    description: 'Messages of devices are not taken in (operations: "Messages are not taken in").'
    query: 'AppRequests | where Name == "ingest" and Success == false'
  }
  {
    name: 'events-are-spilled'
    severity: 1
    minutes: 15
    above: 0
    description: 'The tables did not answer; events wait in the container spill (operations: "Events are spilled").'
    query: 'AppTraces | where Message startswith "The first of those that were spilled"'
  }
  {
    name: 'quarantine-grows'
    severity: 2
    minutes: 60
    above: 20
    description: 'Devices send what cannot be taken in (operations: "The quarantine grows").'
    query: 'AppTraces | where Message matches regex "[1-9][0-9]* quarantined"'
  }
  {
    name: 'night-or-run-is-lost'
    severity: 1
    minutes: 60
    above: 0
    description: 'A night, run, release or rollout could not be looked after (operations: "A night or a run stands still").'
    query: 'AppTraces | where SeverityLevel >= 3 and Message has "could not be looked after"'
  }
  {
    name: 'clock-is-wrong'
    severity: 1
    minutes: 30
    above: 0
    description: 'The clock of a host differs from that of the storage (operations: "A clock is wrong").'
    query: 'AppTraces | where Message startswith "The clock of this host is wrong"'
  }
  {
    name: 'calls-fail'
    severity: 2
    minutes: 15
    above: 10
    description: 'People get errors from the pages or the API (operations: "The API answers with errors").'
    query: 'AppRequests | where toint(ResultCode) >= 500'
  }
  {
    name: 'events-of-runs-undelivered'
    severity: 2
    minutes: 60
    above: 0
    description: 'Event Grid could not tell of a run; the orchestration notices by itself, later (operations: "A night or a run stands still").'
    query: 'AegDeliveryFailureLogs'
  }
]

resource logRule 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in logRules: {
    name: 'alert-${name}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.name
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT${rule.minutes}M'
      autoMitigate: true
      // A table that nothing was written to yet does not exist: the rule is right all the same.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: rule.above
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [operators.id] }
    }
  }
]

var metricRules = [
  {
    name: 'hub-throttles'
    description: 'The hub has more to do than its units allow (docs/scale.md).'
    target: hubId
    namespace: 'Microsoft.Devices/IotHubs'
    metric: 'd2c.telemetry.ingress.sendThrottle'
    aggregation: 'Total'
    above: 0
  }
  {
    name: 'hub-drops'
    description: 'Messages went to no endpoint (operations: "Messages are not taken in").'
    target: hubId
    namespace: 'Microsoft.Devices/IotHubs'
    metric: 'd2c.telemetry.egress.dropped'
    aggregation: 'Total'
    above: 0
  }
  {
    name: 'storage-is-slow'
    description: 'Storage answers slowly: a partition may be too hot (docs/scale.md).'
    target: dataAccountId
    namespace: 'Microsoft.Storage/storageAccounts'
    metric: 'SuccessE2ELatency'
    aggregation: 'Average'
    above: 1000
  }
]

resource metricRule 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in metricRules: {
    name: 'alert-${name}-${rule.name}'
    location: 'global'
    tags: tags
    properties: {
      description: rule.description
      severity: 1
      enabled: true
      scopes: [rule.target]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: 'above'
            metricNamespace: rule.namespace
            metricName: rule.metric
            timeAggregation: rule.aggregation
            operator: 'GreaterThan'
            threshold: rule.above
            skipMetricValidation: true
          }
        ]
      }
      actions: [{ actionGroupId: operators.id }]
    }
  }
]

// From outside, as people's phones come: does the service answer, and does it say that alerts get out?
resource probe 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'probe-${name}'
  location: location
  tags: union(tags, { 'hidden-link:${applicationInsightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'probe-${name}'
    Name: 'health'
    Enabled: true
    Frequency: 300
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: [{ Id: 'emea-nl-ams-azr' }, { Id: 'emea-gb-db3-azr' }, { Id: 'emea-fr-pra-edge' }]
    Request: { RequestUrl: healthUrl, HttpVerb: 'GET', ParseDependentRequests: false }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
      ContentValidation: { ContentMatch: '"degraded"', PassIfTextFound: false, IgnoreCase: true }
    }
  }
}

resource probeRule 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${name}-unhealthy'
  location: 'global'
  tags: tags
  properties: {
    description: 'The service does not answer, or says that it is degraded (operations: "The service is down").'
    severity: 0
    enabled: true
    scopes: [probe.id, applicationInsightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: probe.id
      componentId: applicationInsightsId
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: operators.id }]
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'sightloop')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Sightloop'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: loadTextContent('../workbook.json')
  }
}
