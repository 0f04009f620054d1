// Quickens what already works without it. The import names the unhashed file, which is served beside the hashed one.

import { Button, ErrorSummary, NotificationBanner, Radios, SkipLink, createAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const component of [ErrorSummary, NotificationBanner, Radios, SkipLink]) {
  createAll(component)
}
createAll(Button, { preventDoubleClick: true })
