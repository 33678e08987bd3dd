#!/bin/sh
# Puts the key pair that browsers know the app by into the vault, once: a new pair would end every subscription. It is never shown.
set -eu

hooks=$(dirname "$0")
there=$("$hooks/has-secret.sh" push-private-key)
[ "$there" = no ] || exit 0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
base64url() { base64 | tr -d '\n=' | tr '+/' '-_'; }
openssl ecparam -name prime256v1 -genkey -noout -out "$folder/key.pem"
# In the binary form of SEC 1 the number lies behind seven bytes; the point is the end of the public key.
openssl ec -in "$folder/key.pem" -outform DER 2>/dev/null | tail -c +8 | head -c 32 | base64url >"$folder/private"
openssl ec -in "$folder/key.pem" -pubout -outform DER 2>/dev/null | tail -c 65 | base64url >"$folder/public"
"$hooks/put-secret.sh" push-public-key "$folder/public"
"$hooks/put-secret.sh" push-private-key "$folder/private"
