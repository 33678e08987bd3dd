#!/bin/sh
# Prints an image's name with the digest that it has today: infra/pipelines/pin.sh NAME
set -eu

digest=$(docker buildx imagetools inspect "$1" --format '{{json .Manifest.Digest}}' | tr -d '"')
[ -n "$digest" ] || { echo "$1 has no digest." >&2; exit 1; }
printf '%s@%s\n' "$1" "$digest"
