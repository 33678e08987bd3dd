#!/bin/sh
# Says "yes" or "no": whether the vault has a secret of this name. Where it cannot be told this fails, so that no secret is made anew.
set -eu

vault=$(az keyvault show --name "$AZURE_KEY_VAULT" --query id --output tsv)
names=$(az rest --method get --url "$vault/secrets?api-version=2025-05-01" --query "value[].name" --output tsv)
if printf '%s\n' "$names" | grep -qx "$1"; then echo yes; else echo no; fi
