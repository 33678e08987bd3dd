// New messages come in over server-sent events, already rendered; times are shown as the viewer's clock says.
const list = document.querySelector('#messages')
const live = document.querySelector('.live')
let wasCut = false

function localTimes(root) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime)
    time.textContent = at.toLocaleString([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })
    time.title = time.dateTime
  }
}

function count(kind) {
  for (const name of ['all', kind]) {
    const number = document.querySelector(`[data-count="${name}"]`)
    number.textContent = String(Number(number.textContent) + 1)
  }
}

const events = new EventSource('/outbox/events')
events.onopen = () => {
  // What was sent while the connection was cut is on a fresh page.
  if (wasCut) location.reload()
  live.textContent = 'live'
  live.dataset.state = 'live'
}
events.onerror = () => {
  wasCut = true
  live.textContent = 'service not reachable'
  live.dataset.state = 'cut'
}
events.onmessage = ({ data }) => {
  const { id, html } = JSON.parse(data)
  if (document.getElementById(id)) return
  list.insertAdjacentHTML('afterbegin', html)
  const added = list.firstElementChild
  added.classList.add('new')
  localTimes(added)
  count(added.dataset.kind)
}

for (const button of document.querySelectorAll('[data-show]')) {
  button.addEventListener('click', () => {
    list.dataset.show = button.dataset.show
    for (const other of document.querySelectorAll('[data-show][aria-pressed]')) other.setAttribute('aria-pressed', String(other === button))
  })
}

localTimes(document)
