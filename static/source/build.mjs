// Makes static/build: our style sheet, govuk-frontend's module, and our own script and icon beside it.

import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { compileAsync } from 'sass'

const source = new URL('./', import.meta.url)
const build = new URL('../build/', import.meta.url)
const packages = new URL('../../node_modules/', import.meta.url)

await mkdir(build, { recursive: true })

const { css } = await compileAsync(new URL('application.scss', source).pathname, {
  loadPaths: [packages.pathname],
  quietDeps: true,
  silenceDeprecations: ['import'], // govuk-frontend is written with @import
  style: 'compressed'
})
await writeFile(new URL('application.css', build), css)

// The hint at a source map goes: the map is not published, and the static files' manifest would look for it.
const module = await readFile(new URL('govuk-frontend/dist/govuk/govuk-frontend.min.js', packages), 'utf8')
await writeFile(new URL('govuk-frontend.min.js', build), module.replace(/\/\/# sourceMappingURL=\S+\s*$/, ''))

for (const name of ['admin.css', 'application.mjs', 'favicon.svg']) {
  await copyFile(new URL(name, source), new URL(name, build))
}
