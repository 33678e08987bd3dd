using 'main.bicep'

// What differs between a trial and a plant: `azd env set STAGE prod`. docs/scale.md says when to raise which number.
var stages = {
  // Small, open to browsers and devices by sign-in alone, and quickly taken away again.
  dev: { archiveDays: 1, auditDays: 1, trainerNodes: 1, maximumInstances: 40, monthlyBudget: '200' }
  // Zones, private endpoints; a year of video for the auditors, ten years of who decided what.
  prod: { archiveDays: 365, auditDays: 3650, trainerNodes: 2, maximumInstances: 100, monthlyBudget: '2000' }
}
// A pipeline's variable that nobody set is there, but empty.
var givenStage = readEnvironmentVariable('STAGE', '')
var stageName = empty(givenStage) ? 'dev' : givenStage
var chosen = stages[stageName]
var givenBudget = readEnvironmentVariable('MONTHLY_BUDGET', '')
var givenTier = readEnvironmentVariable('HUB_TIER', '')
var givenUnits = readEnvironmentVariable('HUB_UNITS', '')
var givenEventUnits = readEnvironmentVariable('EVENT_UNITS', '')

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param stage = stageName
param operatorsEmail = readEnvironmentVariable('OPERATORS_EMAIL')
param monthlyBudget = int(empty(givenBudget) ? chosen.monthlyBudget : givenBudget)
param budgetStart = readEnvironmentVariable('BUDGET_START')
param smsFrom = readEnvironmentVariable('SMS_FROM')
param authClientId = readEnvironmentVariable('AUTH_CLIENT_ID')
param trainerImage = readEnvironmentVariable('TRAINER_IMAGE', '')
param customerKeys = readEnvironmentVariable('CUSTOMER_KEYS', '') == 'true'
param archiveDays = chosen.archiveDays
param auditDays = chosen.auditDays
param hubTier = empty(givenTier) ? 'S1' : givenTier
param hubUnits = int(empty(givenUnits) ? '1' : givenUnits)
param eventUnits = int(empty(givenEventUnits) ? '1' : givenEventUnits)
param trainerNodes = chosen.trainerNodes
param maximumInstances = chosen.maximumInstances
