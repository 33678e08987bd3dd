// SMS and e-mail. The number is bought by a person (docs/deploy.md); e-mail comes from a domain that Azure manages until one of the company's own is verified.
param name string
param token string
param tags object
param workspaceId string

resource email 'Microsoft.Communication/emailServices@2025-09-01' = {
  name: 'email-${name}-${token}'
  location: 'global'
  tags: tags
  properties: { dataLocation: 'Europe' }
}

resource domain 'Microsoft.Communication/emailServices/domains@2025-09-01' = {
  parent: email
  name: 'AzureManagedDomain'
  location: 'global'
  tags: tags
  properties: { domainManagement: 'AzureManaged', userEngagementTracking: 'Disabled' }
}

resource service 'Microsoft.Communication/communicationServices@2025-09-01' = {
  name: 'acs-${name}-${token}'
  location: 'global'
  tags: tags
  properties: { dataLocation: 'Europe', linkedDomains: [domain.id], disableLocalAuth: true }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: service
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    // Whether an alert arrived, without its words.
    logs: [
      { category: 'SMSOperational', enabled: true }
      { category: 'EmailSendMailOperational', enabled: true }
      { category: 'EmailStatusUpdateOperational', enabled: true }
    ]
    metrics: [{ category: 'Traffic', enabled: true }]
  }
}

output name string = service.name
output endpoint string = 'https://${service.properties.hostName}'
output emailFrom string = 'DoNotReply@${domain.properties.mailFromSenderDomain}'
