// The editor of commentary: keeps the draft as it is typed, and shows what is found in it. Without it the buttons do both.

const PAUSE = 1500

const form = document.querySelector('[data-editor]')
const status = form.querySelector('[data-editor-status]')
const checked = form.querySelector('[data-checked]')
const texts = [...form.querySelectorAll('textarea')]
const typed = () => texts.map(text => text.value).join('\0')

const SIGNED_OUT = 'You are signed out. What you typed is still here: “Save draft” lets you sign in and keeps it.'
const BROKEN = 'Not saved. What you typed is still here and is tried again with the next change.'

let saved = typed()
let timer
let saving = false
let stopped = false

function say (sentence, state) {
  status.textContent = sentence
  form.dataset.saving = state
}

const time = () => new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

async function save () {
  if (saving || stopped || typed() === saved) return
  saving = true
  say('Saving …', 'saving')
  const sent = typed()
  try {
    const answer = await fetch(form.dataset.editor, { method: 'POST', body: new FormData(form), signal: AbortSignal.timeout(30_000) })
    if (answer.status === 401 || answer.status === 403) {
      stopped = true
      return say(SIGNED_OUT, 'failed')
    }
    const said = await answer.json()
    if (!answer.ok) {
      stopped = answer.status === 409
      return say(`Not saved. ${said.message}`, 'failed')
    }
    saved = sent
    form.elements.version.value = said.version
    show(said.checked)
    say(`Draft saved at ${time()}.`, 'saved')
  } catch {
    say(BROKEN, 'failed')
  } finally {
    saving = false
    if (!stopped && typed() !== sent) later()
  }
}

// Somebody may be typing a reason for a finding at this moment: then the findings stay as they are.
function show (html) {
  if (checked.contains(document.activeElement)) return
  const part = new DOMParser().parseFromString(html, 'text/html')
  checked.replaceChildren(...part.body.childNodes)
}

function later () {
  clearTimeout(timer)
  timer = setTimeout(save, PAUSE)
}

for (const text of texts) {
  text.addEventListener('input', later)
  text.addEventListener('blur', event => { if (!form.contains(event.relatedTarget)) save() })
}

// Enter in a reason keeps that finding; otherwise it would save the draft and forget the reason.
form.addEventListener('keydown', event => {
  const keep = event.target.closest('.app-checked__keep')
  if (event.key === 'Enter' && keep && event.target.matches('input')) {
    event.preventDefault()
    form.requestSubmit(keep.querySelector('button'))
  }
})

let leaving = false
form.addEventListener('submit', () => { leaving = true })
addEventListener('beforeunload', event => {
  if (!leaving && typed() !== saved) event.preventDefault()
})

form.dataset.ready = ''
