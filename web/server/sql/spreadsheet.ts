/**
 * A record by RFC 4180 for spreadsheets, ended as these expect. A missing value is an empty field, the empty text
 * is `""`; lists and structs are their JSON. A text that a spreadsheet would take for a formula has an apostrophe
 * before it (https://owasp.org/www-community/attacks/CSV_Injection); numbers are texts of digits here and stay.
 */
export function spreadsheetLine(values: readonly unknown[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

const number = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
/** Also behind what is skipped before it: spaces and separators. */
const formula = /^\s*[=+\-@\t\r]/;

function field(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const harmless = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return harmless === '' || /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
