// start-process.ts URL COUNT BODY: a client of its own that asks for the night so many times at once and prints what it was answered.
import { call } from './night-host.ts'

const [, , url = '', count = '0', body = '{}'] = process.argv
const asked = Array.from({ length: Number(count) }, () => call<{ id: string }>(url, 'POST', 'nights', 'data-scientist', JSON.parse(body)))
for (const { id } of await Promise.all(asked)) console.log(id)
