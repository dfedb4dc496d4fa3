import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCopyText } from '../../../ingestion/postgres/copyText.ts';

const readAll = (columns: string[], ...chunks: (string | Buffer)[]) => {
  const text = openCopyText(columns);
  const rows = chunks.flatMap((chunk) => text.push(Buffer.from(chunk)));
  text.end();
  return rows;
};

describe('the text format of COPY', () => {
  test('null is not the empty text, nor the text of null', () => {
    expect(readAll(['a', 'b', 'c'], '\\N\t\t\\\\N\n')).toEqual([{ a: null, b: '', c: '\\N' }]);
  });

  test('escapes stand for the characters that would end a cell or a row', () => {
    expect(readAll(['a'], 'tab\\tline\\nreturn\\rback\\\\slash \\b\\f\\v\n')).toEqual([
      { a: 'tab\tline\nreturn\rback\\slash \b\f\v' },
    ]);
  });

  test('a row, and a character, may be cut anywhere', () => {
    const bytes = Buffer.from('Núñez 😀\tx\\ny\nO\'Brien\t"q"\n');
    const one = readAll(['a', 'b'], ...[...bytes].map((byte) => Buffer.from([byte])));
    expect(one).toEqual([
      { a: 'Núñez 😀', b: 'x\ny' },
      { a: "O'Brien", b: '"q"' },
    ]);
  });

  test('a copy that ends within a row is refused', () => {
    expect(() => readAll(['a'], 'half')).toThrow('COPY ended in the middle of a row');
  });

  test('a row with another number of cells is refused', () => {
    expect(() => readAll(['a', 'b'], 'x\n')).toThrow('COPY sent 1 cells for 2 columns');
  });

  test('whatever the texts are, they come back', () => {
    const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
    const written = (cell: string | null) =>
      cell === null ? '\\N' : cell.replace(/[\\\t\n\r]/g, (character) => escapes[character] as string);
    const cell = fc.option(fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(
        fc.array(fc.record({ a: cell, b: cell })),
        fc.integer({ min: 1, max: 40 }),
        (rows, size) => {
          const bytes = Buffer.from(rows.map(({ a, b }) => `${written(a)}\t${written(b)}\n`).join(''));
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.subarray(index * size, (index + 1) * size),
          );
          expect(readAll(['a', 'b'], ...chunks)).toEqual(rows);
        },
      ),
      { seed: 7 },
    );
  });
});
