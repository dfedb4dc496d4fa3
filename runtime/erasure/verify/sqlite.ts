import { DatabaseSync } from 'node:sqlite';
import { quoted } from '../../../query/sqlite/table.ts';
import type { Hit, Needles } from './needles.ts';

/** Values of every table, and the words of every full text index. */
export function sqliteHits(file: string, place: string, needles: Needles): Hit[] {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    db.exec('PRAGMA busy_timeout = 10000');
    const tables = db
      .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all() as { name: string; sql: string }[];
    return tables.flatMap(({ name, sql }) =>
      / USING fts5/i.test(sql) ? wordHits(db, name, place, needles) : tableHits(db, name, place, needles),
    );
  } finally {
    db.close();
  }
}

function tableHits(db: DatabaseSync, table: string, place: string, { texts }: Needles): Hit[] {
  const columns = db.prepare(`PRAGMA table_info(${quoted(table)})`).all() as { name: string }[];
  const where = columns.map(({ name }) => `instr(${quoted(name)}, :text) > 0`).join(' OR ');
  const find = db.prepare(`SELECT 1 FROM ${quoted(table)} WHERE ${where} LIMIT 1`);
  const found = texts.filter((text) => find.get({ text }) !== undefined);
  return found.map((needle) => ({ place: `${place}: ${table}`, needle }));
}

/** @see https://www.sqlite.org/fts5.html#the_fts5vocab_virtual_table_module */
function wordHits(db: DatabaseSync, index: string, place: string, { words }: Needles): Hit[] {
  db.exec(`CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', ${quoted(index)}, 'row')`);
  const find = db.prepare('SELECT 1 FROM temp.words WHERE term = ?');
  const found = words.filter((word) => find.get(word) !== undefined);
  db.exec('DROP TABLE temp.words');
  return found.map((needle) => ({ place: `${place}: ${index}`, needle }));
}
