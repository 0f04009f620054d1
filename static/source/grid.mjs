// The entry grid as a spreadsheet: keys, saving as one goes, questions in place, undo, and paste of a block.
// The page works without it; this makes it quicker.

import { Cell } from './grid-cell.mjs'
import { paste, write } from './grid-paste.mjs'
import { Failure, button, fragment, make, open } from './grid-page.mjs'

const KEYS = 'Each figure is saved when you leave its cell. Enter moves down, Tab right, Escape puts back what was there, ' +
  'F2 shows more about a figure, Ctrl+Z undoes. A block pasted from Excel or Word is shown before it counts.'

class Grid {
  constructor (form) {
    this.form = form
    this.table = form.querySelector('.app-grid')
    this.status = document.querySelector('[data-grid-status]')
    this.cells = new Map([...form.querySelectorAll('.app-grid__input')].map(input => [input, new Cell(input, this)]))
    this.done = [] // what can be undone, the last at the end; each a list of cells with what stood there
    form.addEventListener('keydown', event => this.press(event))
    form.addEventListener('focusin', event => this.arrive(event.target))
    form.addEventListener('focusout', event => this.leave(event.target))
    form.addEventListener('click', event => this.click(event))
    form.addEventListener('pointerdown', event => this.point(event))
    form.addEventListener('paste', event => paste(this, event))
    form.addEventListener('submit', () => { this.isSent = true })
    addEventListener('online', () => this.tryAgain())
    addEventListener('beforeunload', event => {
      if (!this.isSent && [...this.cells.values()].some(cell => cell.isUnsaved)) event.preventDefault()
    })
    this.table.parentElement.before(make('p', { class: 'app-grid-keys' }, KEYS))
    form.querySelector('[data-grid-save]').hidden = !form.querySelector('[data-grid-attention]')
    form.dataset.grid = 'ready'
  }

  say (sentence) {
    this.status.textContent = sentence
  }

  press (event) {
    const cell = this.cells.get(event.target)
    const command = event.ctrlKey || event.metaKey
    if (event.isComposing) return
    const isUndo = command && !event.shiftKey && event.key.toLowerCase() === 'z'
    if (isUndo && (cell ? !cell.isEdited : !event.target.matches('input'))) { // the browser undoes what is half typed
      event.preventDefault()
      this.undo()
    }
    if (!cell || command || event.altKey) return
    if (this.act(cell, event)) event.preventDefault()
  }

  /** Whether the key meant something in this cell. */
  act (cell, { key, shiftKey }) {
    const { input } = cell
    const isAll = input.selectionEnd - input.selectionStart === input.value.length
    const isCaret = input.selectionStart === input.selectionEnd
    switch (key) {
      case 'Enter':
        if (cell.isQueried && !cell.isEdited && !shiftKey) this.explain(cell)
        else this.go(cell, 0, shiftKey ? -1 : 1)
        return true
      case 'ArrowUp':
      case 'ArrowDown':
        return !shiftKey && !this.offersAbsence(cell) && this.go(cell, 0, key === 'ArrowUp' ? -1 : 1)
      case 'ArrowLeft':
        return !shiftKey && (isAll || (isCaret && input.selectionStart === 0)) && this.go(cell, -1, 0)
      case 'ArrowRight':
        return !shiftKey && (isAll || (isCaret && input.selectionEnd === input.value.length)) && this.go(cell, 1, 0)
      case 'Escape':
        cell.restore()
        return true
      case 'F2':
        this.openPanel(cell.place.querySelector('.app-grid__panel'))
        return true
    }
    return false
  }

  /** While the browser offers absences that fit what is typed, up and down choose among them. */
  offersAbsence (cell) {
    const typed = cell.text.toLowerCase()
    const offers = [...(cell.input.list?.options ?? [])].map(option => option.value.toLowerCase())
    return cell.isEdited && typed && !offers.includes(typed) && offers.some(offer => offer.includes(typed))
  }

  /** The input so many cells to the right and below; rows without one in this column are stepped over. */
  go (cell, right, down) {
    const row = cell.place.parentElement
    if (right) {
      const inputs = [...row.querySelectorAll('.app-grid__input')].filter(each => each.offsetParent) // some are hidden
      this.cells.get(inputs[inputs.indexOf(cell.input) + right])?.focus()
      return true
    }
    const { rows } = this.table
    for (let index = row.rowIndex + down; rows[index]; index += down) {
      const input = rows[index].cells[cell.place.cellIndex]?.querySelector('.app-grid__input')
      if (input) {
        this.cells.get(input).focus()
        return true
      }
    }
    cell.leave() // at the edge Enter still saves
    return true
  }

  async explain (cell) {
    if (!cell.question) await cell.save({ again: true })
    cell.question?.focus()
  }

  // Arriving takes the whole cell, so that typing replaces it and the arrows go on; not so when only the window was left.
  arrive (input) {
    if (this.cells.has(input) && input !== this.left) input.select()
  }

  leave (input) {
    this.left = document.activeElement === input ? input : null
    this.cells.get(input)?.leave()
  }

  // A first click with the mouse takes the whole cell, as in a spreadsheet; a second one sets the caret.
  point ({ target, pointerType }) {
    if (!this.cells.has(target) || pointerType !== 'mouse' || document.activeElement === target) return
    target.addEventListener('click', () => {
      if (target.selectionStart === target.selectionEnd) target.select()
    }, { once: true })
  }

  click (event) {
    const link = event.target.closest('.app-grid__panel')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.openPanel(link)
  }

  async openPanel (link) {
    if (!link) return
    try {
      const panel = await fragment(link.href)
      const ownPage = make('a', { class: 'govuk-link', href: link.href }, 'Open as a page of its own')
      const dialog = open(panel.querySelector('h1').textContent, panel)
      dialog.prepend(make('div', { class: 'app-grid-dialog__bar' }, button('Close', () => dialog.close()), ownPage))
      dialog.querySelector('button').focus()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      this.say(`The panel cannot be shown: ${error.message}`)
    }
  }

  /** What a saved figure changes elsewhere: its row's year to date, and what is asked of other figures. */
  show ({ name, year_to_date: yearToDate, asked_again: askedAgain }) {
    const total = this.form.querySelector(`[data-year-to-date="${name.split('-')[1]}"]`)
    if (total) total.textContent = yearToDate
    for (const [key, isQueried] of Object.entries(askedAgain)) {
      this.cells.get(document.getElementById(`cell-${key}`))?.askAgain(isQueried)
    }
  }

  remember (cells) {
    this.done.push(cells)
  }

  /** Someone else's figure stands in this cell now: what stood there before it is not put back over it. */
  forget (cell) {
    this.done = this.done.filter(cells => cells.every(each => each.cell !== cell))
  }

  async undo () {
    const last = this.done.at(-1)
    if (!last) return this.say('There is nothing to undo on this page.')
    const edited = last.find(each => each.cell.isUnsaved)
    if (edited) return this.say(`${edited.cell.label} is not saved yet. Save it or put it back first.`)
    this.done.pop()
    if (last.length > 1) return write(this, last)
    const { cell, text, explanation } = last[0]
    cell.input.value = text
    cell.focus()
    await cell.save({ explanation, undoing: true })
    if (!cell.isEdited) this.say(`Undone. ${cell.label}: ${cell.stored || 'no figure'}.`)
  }

  get failed () {
    return [...this.cells.values()].filter(cell => cell.place.dataset.saving === 'failed')
  }

  /** Say once, above the table, what is not saved and why. */
  fail (reason) {
    const count = this.failed.length
    const sentence = `${count === 1 ? '1 figure is' : `${count} figures are`} not saved: ${reason} ` +
      'What you typed is kept on this page.'
    const notice = make('div', { class: 'app-grid-notice' }, make('p', {}, sentence),
      button('Try again', () => this.tryAgain()))
    this.notice?.remove()
    this.notice = notice
    this.form.prepend(notice)
    this.say(sentence)
  }

  /** The notice goes when nothing is left to try again. */
  relax () {
    if (!this.failed.length) this.notice?.remove()
  }

  /** What the page asked about a figure before goes when a new one is stored. */
  answered (cell) {
    if (cell.isQueried) return
    document.getElementById(cell.input.id.replace('cell', 'about'))?.remove()
    const attention = this.form.querySelector('[data-grid-attention]')
    if (!attention?.querySelector('[id^=about-]')) attention?.remove()
  }

  tryAgain () {
    const { failed } = this
    if (this.notice?.contains(document.activeElement)) failed[0]?.focus()
    return Promise.all(failed.map(cell => cell.save(cell.unsent)))
  }
}

const form = document.querySelector('[data-grid]')
if (form.querySelector('.app-grid')) {
  new Grid(form)
}
