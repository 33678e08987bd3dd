// The Durable Task Scheduler, where orchestrations keep their state when the host's storage is too slow for them (docs/scale.md).
param name string
param token string
param location string
param tags object

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: 'dts-${name}-${token}'
  location: location
  tags: tags
  // The app's addresses change from hour to hour, so none can be listed; who comes in is decided by identity and role alone.
  properties: { sku: { name: 'Consumption' }, ipAllowlist: ['0.0.0.0/0'] }
}

resource taskHub 'Microsoft.DurableTask/schedulers/taskHubs@2026-02-01' = {
  parent: scheduler
  name: 'sightloop'
}

output name string = scheduler.name
output connection string = 'Endpoint=${scheduler.properties.endpoint};TaskHub=${taskHub.name};Authentication=ManagedIdentity'
