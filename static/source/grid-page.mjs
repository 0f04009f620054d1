// What the grid's modules share: making elements, asking the server, and dialogs.

/** An element with its attributes and what is in it. Text is always text, never markup. */
export function make (tag, attributes = {}, ...content) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') element.addEventListener('click', value)
    else element.setAttribute(name, value)
  }
  element.append(...content)
  return element
}

export function button (text, onclick, secondary = true) {
  const look = `govuk-button${secondary ? ' govuk-button--secondary' : ''}`
  return make('button', { type: 'button', class: look, onclick }, text)
}

/** A labelled text with a place for what is wrong with it. */
export function textField (label, id) {
  const input = make('input', { class: 'govuk-input', id, type: 'text', autocomplete: 'off' })
  const error = make('p', { class: 'govuk-error-message', id: `${id}-error` })
  const name = make('label', { class: 'govuk-label', for: id }, label)
  const group = make('div', { class: 'govuk-form-group' }, name, input)
  const complain = sentence => {
    error.replaceChildren(make('span', { class: 'govuk-visually-hidden' }, 'Error: '), sentence)
    input.before(error)
    group.classList.add('govuk-form-group--error')
    input.classList.add('govuk-input--error')
    input.setAttribute('aria-invalid', 'true')
    input.setAttribute('aria-describedby', error.id)
    input.focus()
  }
  return { group, input, complain }
}

/** The time as a clock shows it, such as 14:02. */
export const time = () => new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

/** Why nothing came back from the server, in words for people. */
export class Failure extends Error {}

const SIGNED_OUT = 'you are signed out. Sign in again in another window, then try again.'
const BROKEN = 'the server had an error.'
const REASONS = { 403: 'you may not change it.', 413: 'it is too large.' }

async function answerTo (url, options) {
  try {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(30_000) })
    if (answer.redirected) throw new Failure(SIGNED_OUT)
    return answer
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('the connection to the server failed.')
  }
}

async function post (form, url, body) {
  const headers = { 'X-CSRFToken': form.elements.csrfmiddlewaretoken.value }
  return answerTo(url, { method: 'POST', body, headers })
}

/** The server's answer. Signing in again in another window makes the page's token old: a new one is fetched once. */
export async function ask (form, url, body) {
  let answer = await post(form, url, body)
  if (answer.status === 403) {
    const page = new DOMParser().parseFromString(await (await answerTo(location.href)).text(), 'text/html')
    const token = page.querySelector('[data-grid] [name=csrfmiddlewaretoken]')
    if (token) form.elements.csrfmiddlewaretoken.value = token.value
    answer = await post(form, url, body)
  }
  if (!answer.ok) throw new Failure(REASONS[answer.status] ?? BROKEN)
  return answer.json().catch(() => { throw new Failure(BROKEN) })
}

/** The part of a page that its address gives to those who ask for no more. */
export async function fragment (url) {
  const answer = await answerTo(url, { headers: { 'X-Fragment': '1' } })
  if (!answer.ok) throw new Failure(BROKEN)
  const part = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-panel]')
  return document.importNode(part, true)
}

/** A dialog over the page. Escape closes it, and the focus goes back to where it was. */
export function open (label, ...content) {
  const back = document.activeElement
  const dialog = make('dialog', { class: 'app-grid-dialog', 'aria-label': label }, ...content)
  dialog.addEventListener('close', () => {
    dialog.remove()
    back.focus()
  })
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}
