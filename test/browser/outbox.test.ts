import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { EmailClient, type EmailMessage } from '@azure/communication-email'
import { SmsClient } from '@azure/communication-sms'
import { startCommunication } from '../../local/communication/start.ts'
import { launchBrowser } from './launch-browser.ts'

const browser = await launchBrowser()
after(() => browser.close())
const options = { allowInsecureConnection: true }
const email: EmailMessage = {
  senderAddress: 'alerts@example.com',
  content: { subject: 'Leak at line 3', html: '<h1>Leak</h1><a href="https://sightloop.example.com/incidents/1">Open</a>' },
  recipients: { to: [{ address: 'engineer@example.com' }] },
}

test('a message appears on the open page without a reload, and the counts follow', async (t) => {
  const { communication, page } = await open(t)
  assert.equal(await page.locator('.empty').isVisible(), true)
  await page.locator('.live[data-state=live]').waitFor()
  const sms = new SmsClient(communication.connectionString, options)
  await sms.send({ from: '+15550100', to: ['+4915550101'], message: 'Leak https://sightloop.example.com/incidents/1' })
  await new EmailClient(communication.connectionString, options).beginSend(email)
  await page.locator('article.email').waitFor()
  assert.deepEqual(await page.locator('article').evaluateAll((all) => all.map(({ dataset }) => dataset['kind'])), ['email', 'sms'])
  assert.equal(await page.locator('.bubble a').getAttribute('href'), 'https://sightloop.example.com/incidents/1')
  assert.equal(await page.locator('[data-count=all]').textContent(), '2')
  assert.equal(await page.locator('.empty').isVisible(), false)

  await page.getByRole('button', { name: 'SMS' }).click()
  assert.equal(await page.locator('article.email').isVisible(), false)
})

test('an e-mail is shown as its HTML, in a frame that runs no script and reaches nothing', async (t) => {
  const { communication, page } = await open(t)
  const attack = '<script>parent.document.title = "hit"</script><img src="x" onerror="parent.document.title = \'hit\'">'
  await new EmailClient(communication.connectionString, options).beginSend({
    ...email,
    content: { subject: 'Leak', html: `<h1>Leak</h1>${attack}` },
  })
  await page.reload()
  const frame = page.frameLocator('iframe')
  assert.equal(await frame.locator('h1').textContent(), 'Leak')
  assert.equal(await page.title(), 'Outbox · Sightloop')
  assert.equal(await page.locator('iframe').getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox')
})

test('what a sender writes into names, texts and subjects is shown as text', async (t) => {
  const { communication, page } = await open(t)
  const attack = '<img src=x onerror="document.title=\'hit\'">"\'&'
  const sms = new SmsClient(communication.connectionString, options)
  await sms.send({ from: '+15550100', to: ['+4915550101'], message: attack }, { tag: attack })
  await new EmailClient(communication.connectionString, options).beginSend({
    ...email,
    content: { subject: attack, plainText: attack },
    recipients: { to: [{ address: 'engineer@example.com', displayName: attack }] },
    attachments: [{ name: attack, contentType: 'text/html', contentInBase64: '' }],
  })
  await page.reload()
  assert.equal(await page.locator('.bubble').textContent(), attack)
  assert.equal(await page.locator('.email h2').textContent(), attack)
  assert.equal(await page.locator('.email .text').textContent(), attack)
  assert.equal(await page.locator('img').count(), 0)
  assert.equal(await page.title(), 'Outbox · Sightloop')
})

test('on a phone nothing is wider than the screen', async (t) => {
  const { communication, page } = await open(t)
  await page.setViewportSize({ width: 360, height: 740 })
  const sms = new SmsClient(communication.connectionString, options)
  await sms.send({ from: '+15550100', to: ['+4915550101'], message: 'x'.repeat(300) })
  await new EmailClient(communication.connectionString, options).beginSend({
    ...email,
    content: { subject: 'y'.repeat(200), plainText: 'z'.repeat(300) },
  })
  await page.reload()
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360)
})

async function open(t: TestContext) {
  const communication = await startCommunication()
  t.after(communication.close)
  const page = await browser.newPage()
  t.after(() => page.close())
  await page.goto(communication.url)
  return { communication, page }
}
