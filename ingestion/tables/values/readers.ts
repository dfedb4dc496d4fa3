import type { ColumnType } from '../../../datasets/columns.ts';
import type { Readers, Reading } from '../../mapping/compile.ts';
import type { FileMapping } from '../../mapping/tables/tableMapping.ts';
import { dateForm, readDate, readTimestamp } from './dates.ts';
import { readDecimal, readInteger } from './numbers.ts';

const unreadable: Reading = { value: undefined };
const truths: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', 'y', '1', 'sí', 'si', 's'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', '0'].map((word) => [word, false] as const),
]);

/**
 * Reads the cells of a file into canonical values by what its mapping says of their forms; what they do not say for
 * certain is unreadable. Lists are JSON, or texts with a separator between the items.
 */
export function tableReaders({ dates = [], zone: fileZone, decimalMark: mark = '.' }: FileMapping): Readers {
  const forms = dates.map(dateForm);
  const readers: Readers = {
    text: (text) => ({ value: text }),
    json: (text) => ({ value: text }),
    integer: (text) => readInteger(text, mark),
    decimal: (text, type) => (type.kind === 'decimal' ? readDecimal(text, type.scale, mark) : unreadable),
    boolean: (text) => ({ value: truths.get(text.trim().toLowerCase()) }),
    date: (text) => readDate(text, forms),
    timestamp: (text, _type, { zone }) => readTimestamp(text, forms, zone ?? fileZone),
    list: (text, type, { separator }) =>
      type.kind !== 'list'
        ? unreadable
        : separator === undefined
          ? readJson(text, type)
          : readEach(separated(text, separator), type.of),
    struct: readJson,
  };

  function readJson(text: string, type: ColumnType): Reading {
    try {
      return { value: canonical(JSON.parse(text), type) };
    } catch (error) {
      if (error instanceof SyntaxError) return unreadable;
      throw error;
    }
  }

  function readEach(items: readonly unknown[], of: ColumnType): Reading {
    const value = items.map((item) => canonical(item, of));
    return value.includes(undefined) ? unreadable : { value };
  }

  /** A value out of JSON; numbers in lists are read as they are printed, so that only exact ones are read. */
  function canonical(value: unknown, type: ColumnType): unknown {
    if (type.kind === 'list') return Array.isArray(value) ? readEach(value, type.of).value : undefined;
    if (type.kind === 'struct') return canonicalStruct(value, type.fields);
    if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
    return typeof value === 'object' ? undefined : readers[type.kind](String(value), type, {}).value;
  }

  function canonicalStruct(value: unknown, fields: Readonly<Record<string, ColumnType>>): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const given = value as Readonly<Record<string, unknown>>;
    const read = Object.entries(fields).map(([name, type]) => {
      const field = given[name] ?? null;
      return [name, field === null ? null : canonical(field, type)] as const;
    });
    return read.some(([, field]) => field === undefined) ? undefined : Object.fromEntries(read);
  }

  return readers;
}

function separated(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
