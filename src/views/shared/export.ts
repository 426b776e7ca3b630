/** A cell of an exported table. */
export type ExportValue = string | number | boolean | null;

/** A table as it leaves the panel: figures as plain numbers, with the unit in the column's name. */
export interface ITable {
  readonly columns: readonly string[];
  /** One value a column. */
  readonly rows: readonly (readonly ExportValue[])[];
}

/** Spreadsheets run a text that begins with one of these; `\t` and `\r` are how such a text is hidden. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** RFC 4180, with a head; texts that a spreadsheet would run as a formula begin with an apostrophe. */
export function toCsv(table: ITable): string {
  const lines = [table.columns, ...table.rows].map(row =>
    row.map(csvField).join(',')
  );
  return lines.map(line => `${line}\r\n`).join('');
}

function csvField(value: ExportValue): string {
  if (typeof value !== 'string') {
    return value === null ? '' : String(value);
  }
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One object a row. */
export function toJson(table: ITable): string {
  const rows = table.rows.map(row =>
    Object.fromEntries(table.columns.map((name, at) => [name, row[at]]))
  );
  return JSON.stringify(rows, null, 2);
}

const TYPES = {
  csv: { write: toCsv, media: 'text/csv;charset=utf-8' },
  json: { write: toJson, media: 'application/json' }
};

/** Formats that a table can be saved in. */
export type ExportFormat = keyof typeof TYPES;

/** Save a table through the browser as `name.csv` or `name.json`. */
export function download(
  name: string,
  format: ExportFormat,
  table: ITable
): void {
  const { write, media } = TYPES[format];
  const url = URL.createObjectURL(new Blob([write(table)], { type: media }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.${format}`;
  link.click();
  // Not at once: the browser reads it after the click was handled.
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
