// What the server asks about a cell or says against it: a row of its own below the cell's row.

import { button, make, textField } from './grid-page.mjs'

let number = 0

export class Question {
  /**
   * `sentences` say what it is about; `values` are lines of who, what and when; `field` is the label of a text to give
   * with `keep`, a button's words and what it does with the text; `others` are the words and deeds of further buttons.
   */
  constructor (cell, kind, sentences, { values = [], field, missing, keep, others }) {
    cell.question?.close()
    this.cell = cell
    this.id = `grid-question-${(number += 1)}`
    const what = make('div', { id: this.id }, ...sentences.map(each => make('p', {}, each)))
    const buttons = make('div', { class: 'govuk-button-group' })
    const box = make('div', { class: 'app-grid-question', role: 'group', 'aria-label': cell.label },
      make('p', { class: 'app-grid-question__name', 'aria-hidden': 'true' }, cell.period), what)
    if (values.length) {
      box.append(make('dl', { class: 'app-grid-question__values' }, ...values.map(([who, text, when]) =>
        make('div', {}, make('dt', {}, who), make('dd', {}, make('b', {}, text), ' ', make('span', {}, when))))))
    }
    const answer = make('div', { class: 'app-grid-question__answer' })
    if (field) {
      this.field = textField(field, `${this.id}-text`)
      answer.append(this.field.group)
      buttons.append(button(keep[0], () => this.give(keep[1], missing), false))
      this.field.input.addEventListener('keydown', event => {
        if (event.key !== 'Enter' || event.isComposing) return
        event.preventDefault()
        this.give(keep[1], missing)
      })
    }
    buttons.append(...others.map(([text, act]) => button(text, act)))
    answer.append(buttons)
    box.append(answer)
    box.addEventListener('keydown', event => {
      if (event.key === 'Escape') cell.focus()
    })
    const row = cell.place.parentElement
    this.row = make('tr', { class: 'app-grid__question', 'data-kind': kind },
      make('td', { colspan: row.cells.length }, box))
    row.after(this.row)
    cell.question = this
    cell.describe()
  }

  give (act, missing) {
    const text = this.field.input.value.trim()
    if (text) act(text)
    else this.field.complain(missing)
  }

  focus () {
    (this.field?.input ?? this.row.querySelector('button')).focus()
  }

  close () {
    const held = this.row.contains(document.activeElement)
    this.row.remove()
    this.cell.question = null
    this.cell.describe()
    if (held) this.cell.focus()
  }
}
