#!/bin/sh
# Locks the terms of the archive and of the audit log: from then on nobody can shorten them, and the account cannot be removed before they are over.
# Run it by hand, once, in production, when the terms of main.bicepparam are right: infra/hooks/lock-archives.sh RESOURCE_GROUP ACCOUNT
set -eu

group=$1
account=$2
printf 'Lock archive and audit of %s for ever? Type the name of the account: ' "$account"
read -r answer
[ "$answer" = "$account" ] || { echo 'Nothing was locked.'; exit 1; }
for container in archive audit; do
  etag=$(az storage container immutability-policy show --resource-group "$group" --account-name "$account" --container-name "$container" --query etag --output tsv)
  az storage container immutability-policy lock --resource-group "$group" --account-name "$account" --container-name "$container" --if-match "$etag" --output none
  echo "$container is locked."
done
