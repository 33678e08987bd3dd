#!/bin/sh
# Tells the app registration where people come back to, and that the app's identity may speak for it. Runs after the resources are made.
set -eu

az ad app update --id "$AUTH_CLIENT_ID" --web-redirect-uris "$PUBLIC_URL/.auth/login/aad/callback" --enable-id-token-issuance true
principal=$(az identity show --resource-group "$AZURE_RESOURCE_GROUP" --name "id-sightloop-$AZURE_ENV_NAME-app" --query principalId --output tsv)
tenant=$(az account show --query tenantId --output tsv)
if [ -z "$(az ad app federated-credential list --id "$AUTH_CLIENT_ID" --query "[?name=='app-identity'].name" --output tsv)" ]; then
  printf '{"name":"app-identity","issuer":"https://login.microsoftonline.com/%s/v2.0","subject":"%s","audiences":["api://AzureADTokenExchange"]}' \
    "$tenant" "$principal" >credential.json
  az ad app federated-credential create --id "$AUTH_CLIENT_ID" --parameters @credential.json
  rm credential.json
fi
