// Money: the operators are told before it is gone, and when it will be.
param name string
param amount int
param start string
param operatorsEmail string

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: 'budget-${name}'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: '${start}T00:00:00Z' }
    notifications: {
      four_fifths: { enabled: true, operator: 'GreaterThanOrEqualTo', threshold: 80, thresholdType: 'Actual', contactEmails: [operatorsEmail] }
      all: { enabled: true, operator: 'GreaterThanOrEqualTo', threshold: 100, thresholdType: 'Actual', contactEmails: [operatorsEmail] }
      forecast: { enabled: true, operator: 'GreaterThanOrEqualTo', threshold: 110, thresholdType: 'Forecasted', contactEmails: [operatorsEmail] }
    }
  }
}
