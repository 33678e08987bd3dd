// What somebody wrote is shown as they wrote it, wherever it comes up, and never runs.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type HostilePages, type HostilePlace, openHostilePages } from './hostile-pages.ts'
import { payloads } from './payloads.ts'

const places: readonly HostilePlace[] = [
  ['the list of incidents', () => '/incidents', payloads],
  ['an incident, its comments and who wrote them', ({ incident }) => `/incidents/${incident}`, payloads],
  ['the live wall', () => '/wall', payloads],
  ['the archive', () => '/archive', payloads],
  ['the legal holds', () => '/archive?tab=holds', payloads],
  ['the audit log', () => '/archive?tab=audit', payloads],
  ['the quarantine', () => '/archive?tab=quarantine', payloads],
  ['the devices', () => '/fleet', [payloads[1]!]],
  ['a device and its cameras', () => '/fleet/devices/edge-1', payloads],
  ['the cameras', () => '/fleet?tab=cameras', payloads],
  ['a camera and its rules', () => '/fleet/cameras/cam-0', payloads],
  ['the insights', () => '/insights', payloads],
  ['the recipients', () => '/settings?tab=recipients', payloads],
  ['the people', () => '/settings?tab=people', payloads],
  ['the sites', () => '/settings?tab=sites', [payloads[5]!]],
]

describe('text that would be a script', () => {
  let pages: HostilePages

  before(async () => {
    pages = await openHostilePages()
  })
  after(() => pages.close())

  for (const [what, path, expected] of places) it(`is shown as it was written in ${what}`, () => pages.show(path, expected))

  it('is shown as it was written in the words that say what was done', async () => {
    const page = await pages.context.newPage()
    await page.goto(`${pages.origin}/fleet/cameras/cam-0`)
    await page.getByRole('heading', { level: 1, name: payloads[0]! }).waitFor()
    await page.getByRole('button', { name: 'Remove camera' }).click()
    await page.getByRole('status').getByText(`${payloads[0]} was removed`).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('status').getByText(`${payloads[0]} is back`).waitFor()
    await pages.isQuiet(page)
    await page.close()
  })

  it('stands for itself: what is written from right to left moves nothing beside it', async () => {
    const page = await pages.context.newPage()
    await page.goto(`${pages.origin}/fleet?tab=cameras`)
    const link = page.getByRole('link', { name: payloads.at(-1)! })
    await link.waitFor()
    assert.match(await link.evaluate((element) => getComputedStyle(element).unicodeBidi), /isolate|plaintext/)
    await page.close()
  })

  it('is no picture: the API takes neither SVG nor HTML, whatever it is called', async () => {
    const upload = (path: string, type: string, body: string) =>
      pages.context.request.post(`${pages.origin}/api/${path}`, { headers: { 'content-type': type }, data: body })
    const drawn = '<svg xmlns="http://www.w3.org/2000/svg" onload="pwned=1"/>'
    for (const [type, body] of [
      ['image/svg+xml', drawn],
      ['text/html', '<script>pwned=1</script>'],
      ['application/zip', drawn],
      ['application/zip', '<!doctype html><script>pwned=1</script>'],
    ] as const) {
      const answer = await upload('sites/plant-1/models', type, body)
      assert.equal(answer.status(), 400, type)
      assert.equal(answer.headers()['content-type'], 'application/problem+json')
    }
  })
})
