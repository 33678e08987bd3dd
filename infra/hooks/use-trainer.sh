#!/bin/sh
# Trains with the image that was built last, from the next run on: infra/hooks/use-trainer.sh RESOURCE_GROUP REGISTRY.
# Deployments of main.bicep find the same image (find-trainer.sh), so they leave it so.
set -eu

group=$1
image=$("$(dirname "$0")/find-trainer.sh" "$2")
[ -n "$image" ] || { echo "There is no image trainer:current in $2." >&2; exit 1; }
workspace=$(az resource list --resource-group "$group" --resource-type Microsoft.MachineLearningServices/workspaces --query '[0].name' --output tsv)
environment=$(az deployment group create --resource-group "$group" --name trainer-version --template-file infra/modules/trainer-version.bicep \
  --parameters workspaceName="$workspace" environmentName=sightloop-trainer image="$image" --query properties.outputs.environment.value --output tsv)
app=$(az functionapp list --resource-group "$group" --query '[0].name' --output tsv)
az functionapp config appsettings set --resource-group "$group" --name "$app" --settings "ML_ENVIRONMENT=$environment" --output none
