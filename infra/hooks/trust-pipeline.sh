#!/bin/sh
# Lets a pipeline sign in without a secret, and ask for training runs. By hand, once for each environment of the pipeline:
#   infra/hooks/trust-pipeline.sh ENVIRONMENT ISSUER SUBJECT
# GitHub:       https://token.actions.githubusercontent.com repo:OWNER/REPOSITORY:environment:ENVIRONMENT
# Azure DevOps: issuer and subject as the service connection's page shows them.
# Needs the variables of `azd env get-values`; whoever runs it may assign roles in the subscription and in the app registration.
set -eu

environment=$1
name="id-sightloop-$AZURE_ENV_NAME-pipeline"
az identity create --resource-group "$AZURE_RESOURCE_GROUP" --name "$name" --output none
az identity federated-credential create --resource-group "$AZURE_RESOURCE_GROUP" --identity-name "$name" --name "$environment" \
  --issuer "$2" --subject "$3" --audiences api://AzureADTokenExchange --output none
principal=$(az identity show --resource-group "$AZURE_RESOURCE_GROUP" --name "$name" --query principalId --output tsv)

# The templates make the group itself, and give roles (modules/roles.bicep): the one asks for the subscription, the other for more than Contributor.
subscription=$(az account show --query id --output tsv)
for role in Contributor 'Role Based Access Control Administrator'; do
  az role assignment create --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal --role "$role" \
    --scope "/subscriptions/$subscription" --output none
done

# The role that may start runs. An admin then says which sites it covers, as for a person.
app=$(az ad sp show --id "$AUTH_CLIENT_ID" --query id --output tsv)
role=$(az ad sp show --id "$AUTH_CLIENT_ID" --query "appRoles[?value=='data-scientist'].id" --output tsv)
az rest --method post --url "https://graph.microsoft.com/v1.0/servicePrincipals/$principal/appRoleAssignments" --headers Content-Type=application/json \
  --body "{\"principalId\":\"$principal\",\"resourceId\":\"$app\",\"appRoleId\":\"$role\"}" --output none
az identity show --resource-group "$AZURE_RESOURCE_GROUP" --name "$name" --query '{AZURE_CLIENT_ID: clientId, AZURE_TENANT_ID: tenantId}'
