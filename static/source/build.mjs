// Makes static/build: our style sheet in the theme's colours, govuk-frontend's module, and our own scripts beside it.

import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileAsync } from 'sass'

const source = new URL('./', import.meta.url)
const build = new URL('../build/', import.meta.url)
const packages = new URL('../../node_modules/', import.meta.url)

const themes = process.env.OUTTURN_THEME
  ? pathToFileURL(`${resolve(process.env.OUTTURN_THEME)}/`)
  : new URL('../theme/', import.meta.url)

await mkdir(build, { recursive: true })

// `@import "theme"` is a variable `$app-…` for each of the theme's settings.
const theme = {
  canonicalize: url => (url === 'theme' ? new URL('theme:theme') : null),
  async load () {
    const settings = JSON.parse(await readFile(new URL('theme.json', themes), 'utf8'))
    const lines = Object.entries(settings).map(([name, value]) => `$app-${name}: ${value};`)
    return { contents: lines.join('\n'), syntax: 'scss' }
  }
}

const { css } = await compileAsync(new URL('application.scss', source).pathname, {
  importers: [theme],
  loadPaths: [packages.pathname],
  quietDeps: true,
  silenceDeprecations: ['import'], // govuk-frontend is written with @import
  style: 'compressed'
})
await writeFile(new URL('application.css', build), css)

// The hint at a source map goes: the map is not published, and the static files' manifest would look for it.
const module = await readFile(new URL('govuk-frontend/dist/govuk/govuk-frontend.min.js', packages), 'utf8')
await writeFile(new URL('govuk-frontend.min.js', build), module.replace(/\/\/# sourceMappingURL=\S+\s*$/, ''))

// The letters of the PDF, so that a file has the same bytes on every machine.
await mkdir(new URL('fonts/', build), { recursive: true })
for (const style of ['Regular', 'It', 'Bold', 'BoldIt']) {
  const name = `SourceSans3-${style}.ttf`
  await copyFile(new URL(`source-sans/TTF/${name}`, packages), new URL(`fonts/${name}`, build))
}

await copyFile(new URL('source-sans/LICENSE.md', packages), new URL('fonts/LICENSE.md', build))

const modules = (await readdir(source)).filter(name => /^(grid|editor|files|passkeys).*\.mjs$/.test(name))
for (const name of ['admin.css', 'application.mjs', ...modules]) {
  await copyFile(new URL(name, source), new URL(name, build))
}
for (const name of (await readdir(themes)).filter(name => name.endsWith('.svg'))) {
  await copyFile(new URL(name, themes), new URL(name, build)) // favicon.svg, and logo.svg where there is one
}
