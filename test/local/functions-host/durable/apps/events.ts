import * as df from 'durable-functions'
import './client.ts'

df.app.orchestration('waitFor', function* (context) {
  context.df.setCustomStatus('waiting')
  return yield context.df.waitForExternalEvent(context.df.getInput<string>())
})

df.app.orchestration('waitAfterGo', function* (context) {
  yield context.df.waitForExternalEvent('go')
  const received: unknown[] = []
  for (let index = 0; index < 3; index++) received.push(yield context.df.waitForExternalEvent('data'))
  return received
})

df.app.orchestration('waitTwiceAtOnce', function* (context) {
  context.df.setCustomStatus('waiting')
  const waits = [context.df.waitForExternalEvent('data'), context.df.waitForExternalEvent('data')]
  return yield context.df.Task.all(waits)
})

df.app.orchestration('firstOfThree', function* (context) {
  const names = ['red', 'green', 'blue']
  const waits = names.map((name) => context.df.waitForExternalEvent(name))
  const winner = yield context.df.Task.any(waits)
  return { name: names[waits.indexOf(winner)], data: winner.result }
})

df.app.orchestration('allOfThree', function* (context) {
  return yield context.df.Task.all(['city', 'fire', 'building'].map((name) => context.df.waitForExternalEvent(name)))
})

df.app.orchestration('collect', function* (context) {
  const count = context.df.getInput<number>()
  const received: unknown[] = []
  while (received.length < count) received.push(yield context.df.waitForExternalEvent('item'))
  return received
})
