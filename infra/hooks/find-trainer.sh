#!/bin/sh
# Prints the image of the trainer that was built last, by its digest; nothing while there is none. infra/hooks/find-trainer.sh REGISTRY
set -eu

registry=${1:-}
[ -n "$registry" ] || exit 0
digest=$(az acr repository show --name "$registry" --image trainer:current --query digest --output tsv 2>/dev/null || true)
[ -z "$digest" ] || printf '%s/trainer@%s\n' "$(az acr show --name "$registry" --query loginServer --output tsv)" "$digest"
