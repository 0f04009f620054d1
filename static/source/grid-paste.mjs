// A block from Excel or Word: shown as what will change before it counts, then written whole or not at all.

import { blockOf } from './grid-clipboard.mjs'
import { Failure, ask, button, make, open, textField, time } from './grid-page.mjs'

const CHANGES = ['saved', 'queried', 'needs_reason']
const STOPS = { refused: 'Refused', locked: 'Locked', clash: 'Changed by someone else' }
const counted = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`
const figures = count => counted(count, 'figure')
const size = ([down, right]) => `${counted(down, 'row')} by ${counted(right, 'column')}`

/** Where each text of the block falls, from the cell downwards and to the right. */
function lay (grid, cell, rows) {
  const inputs = '.app-grid__input'
  const lines = [...grid.table.rows].filter(row => row.querySelector(inputs))
  const below = lines.slice(lines.indexOf(cell.place.parentElement))
  const { cellIndex } = cell.place
  const block = [rows.length, Math.max(...rows.map(row => row.length))]
  const room = [below.length, cell.place.parentElement.cells.length - cellIndex]
  const isInside = block.every((length, side) => length <= room[side])
  const places = isInside
    ? rows.flatMap((texts, down) => texts.map((text, right) =>
      ({ text, cell: grid.cells.get(below[down].cells[cellIndex + right].querySelector(inputs)) })))
    : []
  const left = places.filter(each => !each.cell && each.text).length
  return { block, room, isInside, left, places: places.filter(each => each.cell) }
}

async function send (grid, places, apply, reason = '') {
  const cells = places.map(({ cell, text }) => ({ name: cell.input.name, text }))
  return ask(grid.form, grid.form.dataset.pasteUrl, JSON.stringify({ cells, apply, reason }))
}

function take (grid, places, reply) {
  for (const [index, { cell }] of places.entries()) {
    const stored = reply.cells[index]
    cell.store(stored, cell.text)
    grid.show(stored)
  }
}

/** Put back a whole block as it was. */
export async function write (grid, before) {
  try {
    const reply = await send(grid, before, true)
    const wrong = reply.cells.find(each => each.result in STOPS)
    if (!reply.can_apply) return grid.say(`Nothing is undone. ${wrong?.message ?? reply.message}`)
    take(grid, before, reply)
    grid.say(`Undone: ${figures(before.length)}.`)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    grid.remember(before)
    grid.say(`Nothing is undone: ${error.message}`)
  }
}

function table (places, cells) {
  const rows = cells.map((each, index) => ({ ...each, typed: places[index].text, label: places[index].cell.label }))
    .filter(each => each.result !== 'unchanged')
    .sort((one, other) => (other.result in STOPS) - (one.result in STOPS))
  if (!rows.length) return ''
  const head = ['Figure', 'Before', 'After', 'Note'].map(text => make('th', { scope: 'col' }, text))
  const body = rows.map(({ label, before, typed, text, understood, result, message, questions }) => {
    const sentences = [STOPS[result], message, ...(questions ?? []).map(each => each.sentence)].filter(Boolean)
    const after = result in STOPS ? typed : understood || text || 'no figure'
    return make('tr', { 'data-result': result }, make('th', { scope: 'row' }, label),
      make('td', { 'data-head': 'Before' }, before || 'blank'), make('td', { 'data-head': 'After' }, after || 'blank'),
      make('td', {}, sentences.join(': ')))
  })
  const scroll = { class: 'app-grid-dialog__scroll', tabindex: '0', role: 'region', 'aria-label': 'What will change' }
  return make('div', scroll,
    make('table', { class: 'app-grid-dialog__table' }, make('thead', {}, make('tr', {}, ...head)),
      make('tbody', {}, ...body)))
}

class Preview {
  constructor (grid, cell, { places, left }) {
    this.grid = grid
    this.places = places
    this.left = left // how many figures fall where none is entered
    this.dialog = open('Paste a block')
    this.dialog.addEventListener('close', () => { cell.declined = null })
  }

  async run (step) {
    try {
      await step()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      this.show(`Nothing is changed: ${error.message}`, [], [button('Try again', () => this.run(step), false)])
    }
  }

  show (heading, content = [], buttons = []) {
    const title = make('h2', { class: 'govuk-heading-m', tabindex: '-1' }, heading)
    const cancel = button(buttons.length ? 'Cancel' : 'Close', () => this.dialog.close())
    this.dialog.replaceChildren(title, ...content, make('div', { class: 'govuk-button-group' }, ...buttons, cancel))
    title.focus()
  }

  async look () {
    this.show('Looking at the block')
    await Promise.all(this.places.map(({ cell }) => cell.queue))
    this.offer(await send(this.grid, this.places, false))
  }

  offer (reply) {
    const count = reply.cells.filter(each => CHANGES.includes(each.result)).length
    const isPossible = count > 0 && !reply.cells.some(each => each.result in STOPS)
    const content = [table(this.places, reply.cells)]
    if (this.left) {
      content.unshift(make('p', {}, `${figures(this.left)} of the block would fall where none is entered, such as a ` +
        'year to date that is worked out. Nothing is done with them.'))
    }
    this.reason = null
    if (isPossible && reply.cells.some(each => each.result === 'needs_reason')) {
      this.reason = textField('Reason for changing approved figures', 'grid-paste-reason')
      content.push(this.reason.group)
    }
    const apply = button(`Apply ${figures(count)}`, () => this.run(() => this.apply()), false)
    const heading = this.reason ? `${figures(count)} will change, and some of them are approved` : reply.message
    this.show(heading, content, isPossible ? [apply] : [])
  }

  async apply () {
    const reason = this.reason?.input.value.trim() ?? ''
    if (this.reason && !reason) return this.reason.complain('Give a reason for the change')
    const { grid, places } = this
    const before = places.map(({ cell }) => ({ cell, text: cell.stored, explanation: cell.explanation }))
    const reply = await send(grid, places, true, reason)
    if (!reply.can_apply) return this.offer(reply)
    take(grid, places, reply)
    grid.remember(before.filter(({ cell, text }) => cell.stored !== text))
    const queried = reply.cells.filter(each => each.result === 'queried').length
    grid.say(`${reply.message} Saved ${time()}.` +
      (queried ? ` ${figures(queried)} queried: press Enter in each to explain.` : ''))
    this.dialog.close()
  }
}

function insert (input, lines) {
  if (!input.readOnly) input.setRangeText(lines.replaceAll('\n', ' '), input.selectionStart, input.selectionEnd, 'end')
}

export function paste (grid, event) {
  const cell = grid.cells.get(event.target)
  if (!cell) return
  const { rows, merged } = blockOf(event.clipboardData)
  const isOne = rows.length === 1 && rows[0].length === 1
  if (isOne && !rows[0][0].includes('\n')) return // one figure goes into the cell in the browser's own way
  event.preventDefault()
  if (isOne) return insert(cell.input, rows[0][0]) // which would make one number of two lines
  cell.declined = cell.text // what is half typed there waits until the dialog is closed
  const lie = lay(grid, cell, rows)
  const preview = new Preview(grid, cell, lie)
  if (merged) {
    preview.show('Nothing is changed: the block has merged cells. Unmerge them, and copy it again.')
  } else if (!lie.isInside) {
    preview.show(`Nothing is changed: the block is ${size(lie.block)}, and from ${cell.label} there is room for ` +
      `${size(lie.room)}. Paste it further up or to the left, or copy less.`)
  } else {
    preview.run(() => preview.look())
  }
}
