import { createReadStream } from 'node:fs';
import type { Repair } from '../../mapping/mapping.ts';
import { type CsvRecord, cellText, readRecords } from '../../oneroster/bundle/records.ts';
import { type Encoding, type Scan, scanFile } from '../../oneroster/bundle/scan.ts';
import type { GivenFile, TableFile, TableRow } from './tableFile.ts';

/** How repairs name a whole file and a whole row. */
const whole = { file: '(file)', row: '(row)' };

/** A text file of separated cells whose first row names the columns. */
export async function openCsv(given: GivenFile): Promise<TableFile> {
  const contained = { path: given.name, open: async () => createReadStream(given.path) };
  const scan = await scanFile(contained);
  const records = () => readRecords(contained, scan);
  const columns = await headerOf(records(), scan);
  return {
    ...given,
    columns: columns.names,
    repairs: [...formRepairs(scan), ...columns.repairs],
    async *rows() {
      let isFirst = true;
      for await (const record of records()) {
        if (!isFirst && !isBlank(record)) yield rowOf(record, columns.names, scan.encoding);
        isFirst = false;
      }
    },
  };
}

function formRepairs({ encoding }: Scan): Repair[] {
  return encoding === 'utf-8' ? [] : [{ column: whole.file, repair: `read as ${encoding.toUpperCase()}` }];
}

/** Every column gets a name of its own. */
async function headerOf(records: AsyncIterable<CsvRecord>, { encoding }: Scan) {
  const names: string[] = [];
  const repairs: Repair[] = [];
  for await (const { cells } of records) {
    for (const [index, cell] of cells.entries()) {
      const name = (cellText(cell, encoding) ?? cell).trim();
      const isTwin = names.includes(name);
      if (isTwin)
        repairs.push({ column: whole.file, repair: `column ${name} given twice, the first counts` });
      names.push(name === '' || isTwin ? `${name || 'column'} ${index + 1}` : name);
    }
    break;
  }
  return { names, repairs };
}

const isBlank = ({ cells }: CsvRecord) => cells.every((cell) => cell.trim() === '');

/**
 * Broken are a row with more cells than there are columns, unless the surplus ones are empty, and one with bytes that
 * are no text.
 */
function rowOf({ line, cells }: CsvRecord, columns: readonly string[], encoding: Encoding): TableRow {
  const named: [string, string | null][] = columns.map((column) => [column, null]);
  const repairs: Repair[] = [];
  let broken: TableRow['broken'] = null;
  const surplus = cells.slice(columns.length);
  if (surplus.some((cell) => cell.trim() !== '')) {
    broken = { column: null, rule: `has ${cells.length} cells where the header has ${columns.length}` };
  } else if (surplus.length > 0) {
    repairs.push({ column: whole.row, repair: 'surplus empty cells left out' });
  } else if (cells.length < columns.length) {
    repairs.push({ column: whole.row, repair: 'missing cells at the end read as empty' });
  }
  for (const [index, cell] of cells.entries()) {
    if (cell === '') continue;
    const column = columns[index] ?? `surplus ${index - columns.length + 1}`;
    const text = cellText(cell, encoding);
    if (text === null) broken ??= { column, rule: 'holds bytes that are not UTF-8' };
    named[index] = [column, text ?? '\ufffd'];
  }
  return { line, cells: Object.fromEntries(named), repairs: broken ? [] : repairs, broken };
}
