// Makes a report's files one after the other, and says how far it is. Without it one button makes all of them.

const list = document.querySelector('[data-files]')
const form = document.querySelector('[data-make-files]')
const progress = document.querySelector('[data-progress]')

form.addEventListener('submit', async event => {
  event.preventDefault()
  const button = form.querySelector('button')
  button.disabled = true
  const total = list.children.length
  try {
    for (;;) {
      const left = [...list.querySelectorAll('[data-standing]')].filter(each => each.textContent !== 'made').length
      progress.textContent = left ? `Making the files: ${total - left} of ${total} are made.` : `All ${total} files are made.`
      if (!left) break
      const answer = await fetch(list.dataset.files, { method: 'POST', body: new FormData(form) })
      if (!answer.ok) throw new Error(answer.status)
      const { made } = await answer.json()
      if (made) list.querySelector(`[data-kind="${made}"] [data-standing]`).textContent = 'made'
      else for (const each of list.querySelectorAll('[data-standing]')) each.textContent = 'made'
    }
    location.reload()
  } catch {
    progress.textContent = 'A file could not be made. Load the page again, and try once more.'
    button.disabled = false
  }
})
