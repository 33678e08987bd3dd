#!/bin/sh
# Puts the key that signs models into the vault, once, and never shows it.
# Devices trust models by the public half: it is printed, and goes to them with their deployment.
set -eu

hooks=$(dirname "$0")
there=$("$hooks/has-secret.sh" model-signing-key)
if [ "$there" = no ]; then
  key=$(mktemp)
  trap 'rm -f "$key"' EXIT
  openssl genpkey -algorithm ed25519 -out "$key"
  "$hooks/put-secret.sh" model-signing-key "$key"
  openssl pkey -in "$key" -pubout
fi
"$hooks/make-push-keys.sh"
"$hooks/trust-identity.sh"
