// Set by App Service and Functions in Azure, by Container Apps and by Kubernetes; nobody has them on a laptop.
const hostVariables = ['WEBSITE_INSTANCE_ID', 'WEBSITE_SITE_NAME', 'CONTAINER_APP_NAME', 'KUBERNETES_SERVICE_HOST', 'IDENTITY_ENDPOINT']

/**
 * Why this must not run here, or undefined. The laptop's factory lets everybody on the machine be anybody,
 * so it must never come up where other people could reach it.
 */
export function whyNotHere(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  if (environment['NODE_ENV'] === 'production') {
    return 'NODE_ENV is "production". The laptop mode knows no passwords and is not for production: unset NODE_ENV, or deploy the app (see README.md).'
  }
  const found = hostVariables.find((name) => environment[name] !== undefined)
  if (found === undefined) return undefined
  return `${found} is set, so this seems to be a host in the cloud. The laptop mode knows no passwords and does not start here.`
}
