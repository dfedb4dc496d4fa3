import type { FileMapping, TableMapping } from '../../mapping/tables/tableMapping.ts';
import { tableReaders } from '../values/readers.ts';
import { type CompiledFeed, compileFeed } from './feed.ts';
import type { LookUp } from './fields.ts';

/** One kind of file of a mapping, with what becomes of its rows. */
export interface CompiledFile {
  readonly mapping: FileMapping;
  readonly feeds: readonly CompiledFeed[];
}

/** Turns a mapping into functions; throws a UserError where a feed does not fit its contract. */
export function compileTables({ name, version, files }: TableMapping, lookUp: LookUp): CompiledFile[] {
  return files.map((mapping) => {
    const readers = tableReaders(mapping);
    const feeds = mapping.feeds.map((feed, index) => {
      const before = mapping.feeds.slice(0, index).filter(({ dataset }) => dataset === feed.dataset).length;
      const feedName = `${name}/${mapping.file}${before > 0 ? ` ${before + 1}` : ''}`;
      return compileFeed({ name: feedName, version, feed, nulls: mapping.nulls ?? [], readers }, lookUp);
    });
    return { mapping, feeds };
  });
}
