import { generateKeyPairSync } from 'node:crypto'

const resources = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/plant/providers'

/** The settings of training and releases, at addresses where nobody answers. */
export const learningSettings = {
  RESOURCE_MANAGER_URL: 'http://127.0.0.1:1',
  RESOURCE_MANAGER_TOKEN: 'token',
  ML_WORKSPACE_ID: `${resources}/Microsoft.MachineLearningServices/workspaces/plant`,
  ML_COMPUTE: 'cpu',
  ML_ENVIRONMENT: 'trainer',
  ML_DATASTORE: 'training',
  CONTAINER_REGISTRY_ID: `${resources}/Microsoft.ContainerRegistry/registries/plant`,
  CONTAINER_REGISTRY_URL: 'http://127.0.0.1:1',
  MODEL_SIGNING_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
}
