// Quickens what already works without it. The import names the unhashed file, which is served beside the hashed one.

import { Button, ErrorSummary, NotificationBanner, Radios, SkipLink, createAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const component of [ErrorSummary, NotificationBanner, Radios, SkipLink]) {
  createAll(component)
}
createAll(Button, { preventDoubleClick: true })

// A page that was streamed while something went on ends with the way on; take it.
const wayOn = document.querySelector('[data-go-on]')
if (wayOn) {
  location.replace(wayOn.href)
}

if (document.querySelector('[data-grid]')) {
  import('./grid.mjs')
}

if (document.querySelector('[data-editor]')) {
  import('./editor.mjs')
}

if (document.querySelector('[data-make-files]')) {
  import('./files.mjs')
}

if (document.querySelector('[data-passkey]')) {
  import('./passkeys.mjs')
}
