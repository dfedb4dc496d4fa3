import { createReadStream } from 'node:fs';
import { UserError } from '../../../base/errors.ts';
import { exactJson } from './exactJson.ts';
import { type GivenFile, refuseChanged, type TableFile, type TableRow } from './tableFile.ts';

/** A line longer than this is none: the file is not JSON lines. */
const maxLine = 2 ** 26;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A text file with a JSON object on every line (jsonlines.org). Reads it once, to know its columns. */
export async function openJsonLines(given: GivenFile): Promise<TableFile> {
  const unchanged = refuseChanged(given);
  async function* rows(): AsyncGenerator<TableRow> {
    for await (const { line, bytes } of linesOf(given)) {
      const row = rowOf(given, line, bytes);
      if (row) yield row;
    }
    unchanged();
  }
  const columns = new Set<string>();
  for await (const { cells, broken } of rows()) if (!broken) for (const name in cells) columns.add(name);
  return { ...given, columns: [...columns], repairs: [], rows };
}

async function* linesOf({ path, name }: GivenFile): AsyncGenerator<{ line: number; bytes: Buffer }> {
  let line = 0;
  let open: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      line += 1;
      yield { line, bytes: Buffer.concat([...open, chunk.subarray(start, end)]) };
      open = [];
      size = 0;
      start = end + 1;
    }
    open.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > maxLine) throw notLines(name, line + 1, `is longer than ${maxLine} bytes`);
  }
  yield { line: line + 1, bytes: Buffer.concat(open) };
}

/** Null for a blank line. */
function rowOf({ name }: GivenFile, line: number, bytes: Buffer): TableRow | null {
  const broken = (cells: TableRow['cells'], rule: string): TableRow => ({
    line,
    cells,
    repairs: [],
    broken: { column: null, rule },
  });
  let text: string;
  try {
    text = utf8.decode(bytes).trim();
  } catch {
    return broken({ line: bytes.toString('utf8') }, 'holds bytes that are not UTF-8');
  }
  if (text === '') return null;
  if (line === 1 && text.startsWith('[')) throw notLines(name, line, 'begins a JSON array');
  const cells = exactJson(text);
  return cells ? { line, cells, repairs: [], broken: null } : broken({ line: text }, 'is not a JSON object');
}

function notLines(name: string, line: number, rule: string): UserError {
  return new UserError(`${name}:${line}: ${rule}`, {
    hint: 'Every line of the file must hold one JSON object, whole.',
  });
}
