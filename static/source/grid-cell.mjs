// One cell: the figure as the server knows it, what is typed over it, and what the server says about that.

import { Failure, ask, make, time } from './grid-page.mjs'
import { Question } from './grid-question.mjs'

const WORDS = {
  saving: 'Saving',
  saved: 'Saved',
  queried: 'Queried',
  refused: 'Refused',
  clash: 'Clash',
  locked: 'Locked',
  'needs-reason': 'Reason?',
  failed: 'Not saved'
}

export class Cell {
  constructor (input, grid) {
    this.input = input
    this.grid = grid
    this.place = input.closest('td')
    this.label = input.getAttribute('aria-label')
    this.stored = (input.dataset.stored ?? input.defaultValue).trim() // they differ where a sent form was not taken
    this.explanation = ''
    this.queue = Promise.resolve()
    this.waiting = 0 // saves that the server has not answered yet
    this.declined = null // the text that the server did not take: leaving the cell does not send it again
  }

  get text () { return this.input.value.trim() }
  get period () { return this.label.match(/(year to date, )?[^,]*$/)[0].trim() }
  get isEdited () { return this.text !== this.stored }
  get isUnsaved () { return this.isEdited || this.waiting > 0 }
  get isQueried () { return 'queried' in this.place.dataset }

  focus () {
    this.input.focus()
    this.input.select()
  }

  leave () {
    if (this.isEdited && this.text !== this.declined) this.save()
  }

  /** Saves of one cell go one after another, each with the version that the one before it made. */
  save (extra = {}) {
    this.waiting += 1
    this.queue = this.queue.then(() => this.send(extra)).finally(() => { this.waiting -= 1 })
    return this.queue
  }

  async send (extra) {
    const text = this.text
    const { explanation = '', reason = '', again = false } = extra
    if (!this.isEdited && !explanation && !again) return
    this.mark('saving')
    const body = new URLSearchParams({ name: this.input.name, text, explanation, reason })
    try {
      this.take(await ask(this.grid.form, this.grid.form.dataset.saveUrl, body), text, extra)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      this.unsent = extra
      this.mark('failed')
      this.grid.fail(error.message)
    }
  }

  take (reply, sent, { undoing = false }) {
    if (['saved', 'unchanged', 'queried'].includes(reply.result)) {
      if (!undoing && reply.text !== this.stored) {
        this.grid.remember([{ cell: this, text: this.stored, explanation: this.explanation }])
      }
      this.store(reply, sent)
      this.grid.say(`${this.label}: ${reply.understood || 'no figure'}. Saved ${time()}. ${reply.entered}`)
      this.grid.show(reply)
      if (this.isQueried) this.ask(reply.questions)
      return
    }
    if (this.text !== sent) return this.mark('') // typed over meanwhile: the newer text is asked about when it is left
    this.declined = sent
    this.mark(reply.result.replace('_', '-'))
    this.input.setAttribute('aria-invalid', 'true')
    if (reply.result === 'clash') this.choose(reply)
    else if (reply.result === 'needs_reason') this.justify(reply)
    else this.explainWhyNot(reply)
    this.grid.say(`${this.label}: ${reply.message}`)
  }

  /** Take over what is stored now, and show it unless something else is typed by now. */
  store (reply, sent) {
    const isShown = this.text === sent
    const isSelected = isShown && document.activeElement === this.input
    this.stored = reply.text.replace(/\s+/g, ' ').trim()
    this.input.name = reply.name
    if (isShown) this.input.value = this.stored
    if (isSelected) this.input.select()
    this.explanation = reply.explanation ?? ''
    this.place.dataset.state = reply.state || (this.stored ? 'draft' : 'empty')
    this.place.toggleAttribute('data-queried', Boolean(reply.questions?.length && !this.explanation))
    this.settle(this.isQueried ? 'queried' : reply.result === 'unchanged' ? '' : 'saved')
    this.describe()
    this.grid.answered(this)
  }

  /** Another figure was stored: something else is asked of this one now, or nothing more. */
  askAgain (isQueried) {
    this.place.toggleAttribute('data-queried', isQueried)
    if (!this.isUnsaved) this.settle(isQueried ? 'queried' : '')
    this.describe()
    this.grid.answered(this)
  }

  /** What a screen reader says besides the label: the state's words in the page's legend, and the open question. */
  describe () {
    const legend = document.getElementById(`state-${this.isQueried ? 'queried' : this.place.dataset.state}`)
    const ids = [legend?.id, this.question?.id].filter(Boolean)
    if (ids.length) this.input.setAttribute('aria-describedby', ids.join(' '))
    else this.input.removeAttribute('aria-describedby')
  }

  settle (state) {
    this.declined = null
    this.question?.close()
    this.input.removeAttribute('aria-invalid')
    this.mark(state)
    this.grid.relax()
  }

  mark (state) {
    this.word ??= this.place.appendChild(make('span', { class: 'app-grid__saving' }))
    this.word.textContent = WORDS[state] ?? ''
    if (state) this.place.dataset.saving = state
    else delete this.place.dataset.saving
  }

  /** Escape: what is stored is there again, and nothing is asked about what was typed. */
  restore () {
    this.input.value = this.stored
    this.settle(this.isQueried ? 'queried' : '')
    this.focus()
  }

  get putBack () {
    return [this.stored ? `Put back ${this.stored}` : 'Leave it blank', () => this.restore()]
  }

  ask (questions) {
    const sentences = questions.map(each => each.sentence)
    new Question(this, 'queried', sentences, {
      field: 'Why is it so?',
      missing: 'Say why the figure is right, or correct it',
      keep: ['Keep', explanation => this.save({ explanation })],
      others: [['Correct', () => { this.question.close(); this.focus() }]]
    })
    this.grid.say(`${this.label} is saved and queried: ${sentences.join(' ')} Press Enter in the cell to explain.`)
  }

  justify (reply) {
    new Question(this, 'needs-reason', [reply.message], {
      field: 'Reason for the change',
      missing: 'Give a reason for the change, or put the figure back',
      keep: ['Change the figure', reason => this.save({ reason })],
      others: [this.putBack]
    })
  }

  explainWhyNot (reply) {
    if (reply.result === 'locked') {
      this.input.readOnly = true
      this.place.dataset.state = 'locked'
    }
    new Question(this, reply.result, [reply.message], { others: [this.putBack] })
  }

  choose ({ message, theirs }) {
    const { text, by, at, name } = theirs
    const keepMine = () => {
      this.input.name = name
      this.stored = text.trim()
      this.save({ again: true })
    }
    const takeTheirs = () => {
      this.grid.forget(this)
      this.input.name = name
      this.input.value = text
      this.stored = text.trim()
      this.settle('')
      this.focus()
    }
    new Question(this, 'clash', [message], {
      values: [['Yours', this.text || 'blank', ''], ['Theirs', text || 'blank', `${by}, ${at}`]],
      others: [['Keep mine', keepMine], ['Take theirs', takeTheirs]]
    })
  }
}
