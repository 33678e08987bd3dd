// A private address for each service, and the names that lead there from inside of the network.
param name string
param location string
param tags object
param subnetId string
param networkId string

@description('{ name, id, part }: `part` is the group of the private link.')
param targets array

var zones = {
  blob: ['privatelink.blob.${environment().suffixes.storage}']
  table: ['privatelink.table.${environment().suffixes.storage}']
  queue: ['privatelink.queue.${environment().suffixes.storage}']
  vault: ['privatelink.vaultcore.azure.net']
  registry: ['privatelink.azurecr.io']
  namespace: ['privatelink.servicebus.windows.net']
  amlworkspace: ['privatelink.api.azureml.ms', 'privatelink.notebooks.azure.net']
}
var zoneNames = concat(zones.blob, zones.table, zones.queue, zones.vault, zones.registry, zones.namespace, zones.amlworkspace)

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zoneName in zoneNames: {
    name: zoneName
    location: 'global'
    tags: tags
  }
]

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zoneName, index) in zoneNames: {
    parent: zone[index]
    name: 'to-network'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
  }
]

resource endpoint 'Microsoft.Network/privateEndpoints@2024-10-01' = [
  for target in targets: {
    name: 'pe-${name}-${target.name}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        { name: target.name, properties: { privateLinkServiceId: target.id, groupIds: [target.part] } }
      ]
    }
  }
]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-10-01' = [
  for (target, index) in targets: {
    parent: endpoint[index]
    name: 'names'
    properties: {
      privateDnsZoneConfigs: [
        for zoneName in zones[target.part]: {
          name: replace(zoneName, '.', '-')
          properties: { privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zoneName) }
        }
      ]
    }
    dependsOn: [zone]
  }
]
