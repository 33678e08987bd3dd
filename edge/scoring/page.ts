/** The page at the device, by path: drop a picture, see what the model sees. Held in the code, so that it is in every build. */
export const pageFiles: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  '/': {
    type: 'text/html; charset=utf-8',
    text: `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sightloop edge module</title>
<link rel="stylesheet" href="/page.css"><script type="module" src="/page.js"></script>
<main>
<h1>Sightloop edge module</h1>
<p id="health" role="status">Asking how the module is …</p>
<form id="form">
<input id="file" type="file" accept="image/jpeg,image/png,image/webp" multiple>
<label class="drop" for="file"><b>Drop pictures here</b><span>or choose them: JPEG, PNG or WebP, up to 32 at once</span></label>
<div class="options">
<label>Least confidence <input id="threshold" type="number" min="0.01" max="1" step="0.01" placeholder="the model's own"></label>
<label>Model <select id="model"><option value="">in force</option></select></label>
<label>Camera <input id="camera" pattern="[a-z0-9][a-z0-9-]{0,62}" placeholder="none"></label>
<label>Key <input id="key" type="password" autocomplete="off" placeholder="if one is needed"></label>
</div>
</form>
<p id="problem" role="alert"></p>
<div id="results" aria-live="polite"></div>
<p class="quiet">As a program: <code>curl --data-binary @picture.jpg -H 'content-type: image/jpeg' …/score</code> · <a href="/openapi.json">OpenAPI</a> · <a href="/healthz">health</a> · <a href="/metrics">metrics</a></p>
</main></html>
`,
  },
  '/page.css': {
    type: 'text/css; charset=utf-8',
    text: `:root { color-scheme: light dark; --back: light-dark(#f4f6f9, #0f141b); --card: light-dark(#ffffff, #181f29); --line: light-dark(#d5dce5, #2d3846); --edge: light-dark(#7c8a9c, #6b7a8e); --text: light-dark(#141b25, #e9eef4); --quiet: light-dark(#4f5d70, #a3b1c2); --accent: light-dark(#175cc7, #84b3ff); --on-accent: light-dark(#ffffff, #08152b); --accent-back: light-dark(#e3edfc, #1a2c4a); --good: light-dark(#146c36, #7ed69c); --error: light-dark(#b3201a, #ff8f86) }
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.2 }
a { color: var(--accent) }
code { overflow-wrap: anywhere }
#health { margin: .25rem 0 1rem; color: var(--quiet) }
#health[data-state=ok] { color: var(--good) }
#health[data-state=degraded], #problem { color: var(--error) }
#problem:empty { display: none }
form, figure { margin: 0 0 1rem; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .625rem }
#file { position: absolute; width: 1px; height: 1px; opacity: 0 }
.drop { display: flex; flex-direction: column; align-items: center; gap: .25rem; padding: 2rem 1rem; border: 2px dashed var(--edge); border-radius: .625rem; cursor: pointer; text-align: center }
.drop span, .quiet, figcaption, .options label { color: var(--quiet); font-size: .875rem }
.drop:hover, .drop.over { border-color: var(--accent); background: var(--accent-back) }
#file:focus-visible + .drop, :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.options { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem 1rem; margin-top: 1rem }
.options label { display: grid; gap: .25rem }
.options input, .options select { width: 100%; min-width: 0; min-height: 2.75rem; padding: 0 .625rem; font: inherit; font-size: 1rem; color: var(--text); background: var(--card); border: 1px solid var(--edge); border-radius: .375rem }
.options ::placeholder { color: var(--quiet); opacity: 1 }
canvas { display: block; max-width: 100%; height: auto; border-radius: .375rem }
figcaption { margin-top: .5rem; overflow-wrap: anywhere }
figure p { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; margin: .75rem 0 0 }
button { min-height: 2.75rem; padding: 0 1rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: .375rem; cursor: pointer }
button:disabled { opacity: .6; cursor: default }
`,
  },
  '/page.js': {
    type: 'text/javascript; charset=utf-8',
    text: `const by = (id) => document.getElementById(id)
const colours = ['#e4572e', '#1f8a70', '#3d6fd9', '#b0339c', '#b8860b', '#0f7c94']
const headers = () => (by('key').value === '' ? {} : { authorization: 'Bearer ' + by('key').value })
const say = (text) => { by('problem').textContent = text }

async function showHealth() {
  const health = await (await fetch('/healthz')).json()
  by('health').dataset.state = health.state
  by('health').textContent = health.state === 'ok' ? 'The module is well.' : 'Degraded: ' + (health.problem ?? 'a camera or the disk has a problem.')
}

async function listModels() {
  const answer = await fetch('/models', { headers: headers() })
  if (!answer.ok) return
  const { inForce, models } = await answer.json()
  const others = models.filter((one) => one.digest !== inForce?.digest)
  by('model').replaceChildren(
    new Option(inForce === null ? 'none' : inForce.name + ' ' + inForce.version + ' (in force)', ''),
    ...others.map((one) => new Option(one.name + ' ' + one.version, one.digest)),
  )
}

async function score(files) {
  say('')
  const form = new FormData()
  for (const file of files) form.append('image', file, file.name)
  const query = new URLSearchParams()
  for (const name of ['threshold', 'model', 'camera']) if (by(name).value !== '') query.set(name, by(name).value)
  by('results').textContent = 'Scoring …'
  const begun = performance.now()
  let answer
  try {
    answer = await fetch('/score?' + query, { method: 'POST', body: form, headers: headers() })
  } catch {
    by('results').textContent = ''
    return say('The module cannot be reached. Try again.')
  }
  const body = await answer.json()
  by('results').textContent = ''
  if (!answer.ok) return say(body.title + ' ' + body.detail)
  const took = performance.now() - begun
  for (const [index, result] of body.results.entries()) by('results').append(await draw(files[index], result, took))
}

async function draw(file, result, took) {
  const figure = document.createElement('figure')
  const caption = document.createElement('figcaption')
  if (result.problem !== undefined) {
    caption.textContent = file.name + ': ' + result.problem.detail
    figure.append(caption)
    return figure
  }
  const picture = await createImageBitmap(file)
  const canvas = document.createElement('canvas')
  canvas.width = picture.width
  canvas.height = picture.height
  const pen = canvas.getContext('2d')
  pen.drawImage(picture, 0, 0)
  const unit = Math.max(1, picture.width / 640)
  pen.lineWidth = 3 * unit
  pen.font = 16 * unit + 'px system-ui, sans-serif'
  const labels = [...new Set(result.detections.map((one) => one.label))].sort()
  for (const { label, confidence, box } of result.detections) {
    const [left, top, width, height] = [box.left * picture.width, box.top * picture.height, box.width * picture.width, box.height * picture.height]
    pen.strokeStyle = pen.fillStyle = colours[labels.indexOf(label) % colours.length]
    pen.strokeRect(left, top, width, height)
    const text = label + ' ' + Math.round(100 * confidence) + ' %'
    const y = Math.max(20 * unit, top)
    pen.fillRect(left, y - 20 * unit, pen.measureText(text).width + 8 * unit, 20 * unit)
    pen.fillStyle = '#fff'
    pen.fillText(text, left + 4 * unit, y - 5 * unit)
  }
  const found = result.detections.map((one) => one.label + ' ' + Math.round(100 * one.confidence) + ' %').join(', ')
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', found === '' ? 'Nothing was found.' : found)
  caption.textContent = file.name + ': ' + (found === '' ? 'nothing found' : found) + ' · net ' + result.inferenceMs.toFixed(1) + ' ms, all told ' + Math.round(took) + ' ms'
  figure.append(canvas, caption, sendButton(file))
  return figure
}

function sendButton(file) {
  const line = document.createElement('p')
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Send for labeling'
  button.setAttribute('aria-label', 'Send for labeling: ' + file.name)
  const answer = document.createElement('span')
  answer.className = 'quiet'
  answer.setAttribute('role', 'status')
  line.append(button, answer)
  button.addEventListener('click', async () => {
    button.disabled = true
    answer.textContent = 'Sending …'
    const query = by('camera').value === '' ? '' : '?' + new URLSearchParams({ camera: by('camera').value })
    try {
      const sent = await fetch('/labeling' + query, { method: 'POST', body: file, headers: { ...headers(), 'content-type': file.type } })
      const body = await sent.json()
      if (sent.ok) {
        answer.textContent = body.state === 'waiting'
          ? 'It is on its way already (' + body.picture + ').'
          : 'Kept on this device, and on its way to the labelers as soon as there is a line (' + body.picture + ').'
        return
      }
      answer.textContent = body.title + ' ' + body.detail
    } catch {
      answer.textContent = 'The module cannot be reached. Try again.'
    }
    button.disabled = false
  })
  return line
}

const drop = document.querySelector('.drop')
for (const kind of ['dragenter', 'dragover']) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add('over') })
for (const kind of ['dragleave', 'drop']) drop.addEventListener(kind, () => drop.classList.remove('over'))
drop.addEventListener('drop', (event) => { event.preventDefault(); void score([...event.dataTransfer.files]) })
by('file').addEventListener('change', () => { if (by('file').files.length > 0) void score([...by('file').files]) })
by('form').addEventListener('submit', (event) => event.preventDefault())
by('key').addEventListener('change', () => void listModels())
void showHealth()
void listModels()
`,
  },
}
