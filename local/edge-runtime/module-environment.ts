export interface ModuleIdentity {
  readonly device: string
  readonly module: string
  /** Of the module's identity, with host name and key. */
  readonly connectionString: string
  /** PEM file with the certificate authority of the hub. */
  readonly caFile: string
}

/**
 * The variables that a module finds in its environment, with those of its deployment.
 *
 * `EdgeHubConnectionString` and `EdgeModuleCACertificateFile` are the SDK's first choice (`ModuleClient.fromEnvironment`) and what
 * IoT Edge's own tools set on a developer's machine; on a real device the SDK asks the workload API instead.
 */
export function moduleEnvironment(identity: ModuleIdentity, deployment: Readonly<Record<string, string>>): Record<string, string> {
  const hostName = /(?:^|;)HostName=([^;]+)/i.exec(identity.connectionString)?.[1] ?? 'localhost'
  return {
    ...deployment,
    EdgeHubConnectionString: identity.connectionString,
    EdgeModuleCACertificateFile: identity.caFile,
    IOTEDGE_DEVICEID: identity.device,
    IOTEDGE_MODULEID: identity.module,
    IOTEDGE_IOTHUBHOSTNAME: hostName,
    IOTEDGE_GATEWAYHOSTNAME: hostName,
    IOTEDGE_APIVERSION: '2018-06-28',
    IOTEDGE_AUTHSCHEME: 'sasToken',
    IOTEDGE_MODULEGENERATIONID: '1',
    UpstreamProtocol: 'Mqtt',
    RuntimeLogLevel: 'Information',
  }
}
