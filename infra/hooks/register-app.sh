#!/bin/sh
# Makes the app registration that people sign in with, its roles, and its trust in the app's own identity: no secret anywhere.
# Runs before the resources are made, and does nothing that is there already. Needs az, signed in as somebody who may register applications.
set -eu

name="sightloop-$AZURE_ENV_NAME"
client_id=$(az ad app list --filter "displayName eq '$name'" --query '[0].appId' --output tsv)
if [ -z "$client_id" ]; then
  client_id=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query appId --output tsv)
fi

# The roles of shared/domain/person.ts. Each has an id that is made of its name, so that a second run changes nothing.
roles='['
for role in site-engineer data-labeler data-scientist iot-engineer safety-auditor admin; do
  id=$(printf 'sightloop/%s' "$role" | sha256sum | sed -E 's/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/\1-\2-5\3-8\4-\5/')
  roles="$roles{\"id\":\"$id\",\"value\":\"$role\",\"displayName\":\"$role\",\"description\":\"Sightloop: $role\",\"isEnabled\":true,\"allowedMemberTypes\":[\"User\",\"Application\"]},"
done
printf '%s]' "${roles%,}" >roles.json
az ad app update --id "$client_id" --app-roles @roles.json
rm roles.json
# What programs ask a token for, such as the pipeline that wants a training run; of the version whose issuer app.bicep names.
az rest --method patch --url "https://graph.microsoft.com/v1.0/applications(appId='$client_id')" --headers Content-Type=application/json \
  --body "{\"identifierUris\":[\"api://$client_id\"],\"api\":{\"requestedAccessTokenVersion\":2}}"

# Nobody signs in who was not given a role: whoever has none would see an empty page.
az ad sp show --id "$client_id" >/dev/null 2>&1 || az ad sp create --id "$client_id" >/dev/null
az ad sp update --id "$client_id" --set appRoleAssignmentRequired=true

azd env set AUTH_CLIENT_ID "$client_id"
# Once: a budget keeps the month that it began with.
[ -n "${BUDGET_START:-}" ] || azd env set BUDGET_START "$(date +%Y-%m-01)"
