// node tools/give-verdicts.mjs [PORT]: judges every open incident of the factory on this machine, as its site engineer would, so
// that a night has something to learn from. Of three incidents two are confirmed and one is rejected; which ones hangs on their ids
// alone, so a second run says the same. What somebody judged already stays as it is.
const [port = '7071'] = process.argv.slice(2)
const url = `http://127.0.0.1:${port}/api/incidents`
const headers = { authorization: 'Bearer site-engineer', 'content-type': 'application/json' }

async function ask(address, options = {}) {
  const response = await fetch(address, { ...options, headers })
  if (!response.ok) throw new Error(`${options.method ?? 'GET'} ${address} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

const verdictOf = (id) => (Number.parseInt(id.slice(0, 8), 16) % 3 === 2 ? 'rejected' : 'confirmed')

const given = { confirmed: 0, rejected: 0 }
try {
  let cursor
  do {
    const page = await ask(`${url}?limit=100&verdict=none${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
    for (const { id } of page.items) {
      const verdict = verdictOf(id)
      await ask(`${url}/${id}/verdicts`, { method: 'POST', body: JSON.stringify({ verdict }) })
      given[verdict]++
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  console.log(`${given.confirmed} incidents confirmed, ${given.rejected} rejected`)
} catch (error) {
  console.error(error instanceof TypeError ? `Nothing answers on port ${port}; is npm start running?` : error.message)
  process.exitCode = 1
}
