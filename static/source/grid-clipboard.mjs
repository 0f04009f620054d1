// What stands on the clipboard, as rows of cells. Nothing here knows the page.

const BREAK = '\u0001' // stands for a line's end while the white space of the markup is taken out

function tidy (lines) {
  return lines.map(line => line.replace(/\s+/g, ' ').trim()).filter(Boolean).join('\n')
}

/** Rows of tab separated text. Excel puts a cell with a line break or a tab in quotes, and doubles those inside. */
export function rowsOfText (text) {
  const rows = [[]]
  const field = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))([\t\n]|$)/gy
  for (const [, quoted, plain, end] of text.replace(/\r\n?/g, '\n').replace(/\n$/, '').matchAll(field)) {
    rows.at(-1).push(tidy((quoted?.replaceAll('""', '"') ?? plain).split('\n')))
    if (end === '') break
    if (end === '\n') rows.push([])
  }
  return rows
}

function textOf (cell) {
  for (const each of cell.querySelectorAll('br')) each.replaceWith(BREAK)
  for (const each of cell.querySelectorAll('p, div, li, table, td, th')) {
    each.before(BREAK)
    each.after(BREAK)
  }
  return tidy(cell.textContent.split(BREAK))
}

// Excel lets a long text run over the empty cells beside it and marks them as spanned; they are not merged.
const isMerged = cell =>
  cell.rowSpan > 1 || (cell.colSpan > 1 && !/mso-ignore:\s*colspan/.test(cell.dataset.style ?? ''))

// The page's security policy refuses styles within markup, even in a document that is never shown.
const withoutStyles = html => html.replace(/<style\b[^]*?<\/style>/gi, '').replace(/\sstyle\s*=/gi, ' data-style=')

/** Rows of the tables in a piece of HTML (none without a table), and whether any of their cells are merged. */
export function rowsOfTables (html) {
  const tables = [...new DOMParser().parseFromString(withoutStyles(html), 'text/html').querySelectorAll('table')]
  const rows = tables.filter(table => !table.parentElement.closest('table')).flatMap(table => [...table.rows])
  return {
    merged: rows.some(row => [...row.cells].some(isMerged)),
    rows: rows.map(row => [...row.cells].flatMap(cell => [textOf(cell), ...Array(cell.colSpan - 1).fill('')]))
  }
}

/** The block on the clipboard: a table's cells where there is one, as Word's plain text mixes cells with lines. */
export function blockOf (clipboard) {
  const block = rowsOfTables(clipboard.getData('text/html'))
  return block.rows.length ? block : { merged: false, rows: rowsOfText(clipboard.getData('text/plain')) }
}
