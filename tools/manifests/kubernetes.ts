import { moduleLimits } from '../../shared/domain/deployment-manifest.ts'

export interface KubernetesRequest {
  /** `registry/repository@sha256:…`, an index over the architectures or the image of one. */
  readonly image: string
  /** The device that the module is in IoT Hub; also what its objects are called. */
  readonly device: string
  /** SPKI in PEM: models with another signature do not work. */
  readonly modelPublicKeys: string
}

const namespace = 'sightloop'
const scoringPort = 8080
/** A number that no person of the host has; everything that the image holds belongs to root and is read alone. */
const user = 10_001

/**
 * The module of one device as Kubernetes objects, for a cluster at the plant (AKS on Azure Stack Hub, any that Azure Arc
 * manages): the same image, the same limits and no more rights than under IoT Edge. Secrets are named, never held:
 * `{device}-hub` with `connection`, `{device}-secrets` with the files that the module expects in `/secrets` (`scoring-keys` among them).
 */
export function kubernetesManifest(request: KubernetesRequest): readonly object[] {
  const { device } = request
  const labels = { 'app.kubernetes.io/name': 'sightloop-edge', 'app.kubernetes.io/instance': device }
  const metadata = { name: device, namespace, labels }
  return [
    {
      ...{ apiVersion: 'v1', kind: 'Namespace' },
      // The cluster itself refuses whatever would ask for more than this manifest does.
      metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    },
    {
      ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } } },
    },
    deployment(request, metadata, labels),
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata },
      spec: { type: 'ClusterIP', selector: labels, ports: [{ name: 'scoring', port: scoringPort, targetPort: 'scoring' }] },
    },
    networkPolicy(metadata, labels),
  ]
}

type Labels = Readonly<Record<string, string>>

function deployment({ image, device, modelPublicKeys }: KubernetesRequest, metadata: object, labels: Labels): object {
  const env = [
    { name: 'IOTEDGE_DEVICEID', value: device },
    { name: 'EdgeHubConnectionString', valueFrom: { secretKeyRef: { name: `${device}-hub`, key: 'connection' } } },
    { name: 'UPLOAD_CONNECTION_FILE', value: '/secrets/upload-connection' },
    { name: 'MODEL_PUBLIC_KEYS', value: modelPublicKeys },
    { name: 'MODEL_REGISTRY', value: image.split('/')[0] },
    { name: 'MODEL_REGISTRY_CREDENTIALS_FILE', value: '/secrets/model-registry' },
    // Reached through the service; the network policy below says by whom.
    { name: 'SCORING_HOST', value: '0.0.0.0' },
    { name: 'SCORING_PORT', value: String(scoringPort) },
    { name: 'SCORING_KEYS_FILE', value: '/secrets/scoring-keys' },
  ]
  const probe = { httpGet: { path: '/healthz', port: 'scoring' }, timeoutSeconds: 5 }
  const container = {
    ...{ name: 'sightloop', image, imagePullPolicy: 'IfNotPresent', env },
    ports: [{ name: 'scoring', containerPort: scoringPort }],
    resources: {
      requests: { cpu: '1', memory: '768Mi' },
      limits: { cpu: String(moduleLimits.processors), memory: `${moduleLimits.memoryBytes / 2 ** 20}Mi` },
    },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    // A model is judged before it works; on a slow device that takes its time.
    startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 60 },
    livenessProbe: { ...probe, periodSeconds: 30, failureThreshold: 3 },
    readinessProbe: { ...probe, periodSeconds: 10 },
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'secrets', mountPath: '/secrets', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  }
  return {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
    spec: {
      replicas: 1,
      // Two modules would be one device twice: the old one must be gone before the new one starts.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          // Open segments are finished and everything is on disk within eight seconds.
          terminationGracePeriodSeconds: 20,
          securityContext: {
            ...{ runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user },
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [container],
          volumes: [
            { name: 'data', persistentVolumeClaim: { claimName: device } },
            { name: 'secrets', secret: { secretName: `${device}-secrets`, defaultMode: 0o440 } },
            { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
          ],
        },
      },
    },
  }
}

/** In: programs of namespaces that carry the label `sightloop/scoring`. Out: names, the hub and storage, cameras. */
function networkPolicy(metadata: object, labels: Labels): object {
  const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: 'TCP', port }))
  return {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata },
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'sightloop/scoring': 'allowed' } } }], ports: tcp(scoringPort) }],
      egress: [
        { ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)] },
        // MQTT and HTTPS; RTSP of cameras, also where it runs over TLS.
        { ports: tcp(443, 8883, 554, 322, 8554) },
      ],
    },
  }
}
