#!/bin/sh
# Lets Event Grid tell the app of training runs. After the code was deployed: it looks whether the function is there, which
# takes a minute after a deployment, and refuses otherwise. Until then a run goes on at the app's next look at it.
set -eu

attempt=1
until az deployment group create --resource-group "$AZURE_RESOURCE_GROUP" --name run-events --template-file infra/modules/run-events.bicep \
  --parameters topicName="$AZURE_RUN_TOPIC" functionAppName="$AZURE_FUNCTION_APP" deadLetterAccountName="$AZURE_DATA_ACCOUNT" --output none; do
  [ "$attempt" -lt 10 ] || exit 1
  attempt=$((attempt + 1))
  sleep 20
done
