#!/bin/sh
# Puts the content of a file into the vault under a name: infra/hooks/put-secret.sh NAME FILE. Through Resource Manager, which needs no role on
# the vault's content and reaches a vault that only its own network can read. The value is in no command line and in no output.
set -eu

body=$(mktemp)
trap 'rm -f "$body"' EXIT
# Line breaks are all that JSON minds in PEM and base64url.
{
  printf '{"properties":{"value":"'
  awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }' "$2"
  printf '"}}'
} >"$body"
vault=$(az keyvault show --name "$AZURE_KEY_VAULT" --query id --output tsv)
az rest --method put --url "$vault/secrets/$1?api-version=2025-05-01" --headers Content-Type=application/json --body "@$body" --output none
