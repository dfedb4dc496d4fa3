import { createHash } from 'node:crypto';
import type { Dice } from '../../legacy/dice.ts';

/**
 * What must be at the source, and so everywhere, since a commit that promised it has returned. Every value of the
 * row derives from it: from the id under which the row was inserted, and from how often it was changed since.
 */
export interface Obligation {
  readonly origin: number;
  readonly revision: number;
  /** The row breaks its contract: it must be in quarantine. */
  readonly broken: boolean;
}

const isLong = (origin: number) => origin % 8 === 0;

/** Some descriptions are so long that PostgreSQL stores them aside and does not send them with an update. */
export function descriptionOf({ origin }: Obligation): string {
  return isLong(origin) ? digits(`long ${origin}`, 9000) : digits(`short ${origin}`, 40);
}

export function locationOf({ origin, revision }: Obligation): string {
  return `${origin}/${revision}/${digits(`${origin} ${revision}`, 16)}`;
}

function digits(seed: string, length: number): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    text += createHash('sha256').update(`${seed} ${block}`).digest('hex');
  }
  return text.slice(0, length);
}

/** What a transaction does to rows: by id, what then must be there, or null for nothing. */
export type Effects = ReadonlyMap<number, Obligation | null>;

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

export interface Transaction {
  readonly statements: readonly Statement[];
  readonly effects: Effects;
}

/** The student to whom all rows belong, and nobody else's. */
export interface Owner {
  readonly student: string;
  readonly school: string;
}

const good = '2026-03-02T09:30:00';
const unreadable = 'infinity';
const atOf = ({ broken }: Obligation) => (broken ? unreadable : good);

const insertSql = `INSERT INTO incidencias (id_incidencia, alumno_id, cod_centro, "fechaHora", tipo, gravedad,
  descripcion, lugar, resuelta) VALUES ($1, $2, $3, $4, 'OTRA', 'LEVE', $5, $6, 'S')`;
const changeSql = 'UPDATE incidencias SET lugar = $2, "fechaHora" = $3 WHERE id_incidencia = $1';
const moveSql = 'UPDATE incidencias SET id_incidencia = $2, lugar = $3 WHERE id_incidencia = $1';
const removeSql = 'DELETE FROM incidencias WHERE id_incidencia = $1';

type Deed = 'insert' | 'change' | 'break' | 'mend' | 'move' | 'remove';
const deeds: readonly (readonly [Deed, number])[] = [
  ['insert', 40],
  ['change', 30],
  ['remove', 12],
  ['move', 8],
  ['break', 6],
  ['mend', 4],
];

/** One transaction on rows of the owner: they appear, change, move, break, are mended and disappear. */
export function planTransaction(
  chance: Dice,
  known: ReadonlyMap<number, Obligation>,
  newId: () => number,
  { student, school }: Owner,
): Transaction {
  const now = new Map<number, Obligation | null>(known);
  const effects = new Map<number, Obligation | null>();
  const statements: Statement[] = [];
  const put = (id: number, obligation: Obligation | null) => {
    now.set(id, obligation);
    effects.set(id, obligation);
  };
  for (let count = chance.int(1, 6); count > 0; count--) {
    const present = [...now].flatMap(([id, row]) => (row ? [[id, row] as const] : []));
    const deed = present.length < 5 ? 'insert' : chance.weighted(deeds);
    if (deed === 'insert') {
      const id = newId();
      const row = { origin: id, revision: 0, broken: !isLong(id) && chance.chance(0.05) };
      const values = [id, student, school, atOf(row), descriptionOf(row), locationOf(row)];
      statements.push({ sql: insertSql, values });
      put(id, row);
      continue;
    }
    const [id, before] = chance.pick(present);
    const after = { ...before, revision: before.revision + 1 };
    if (deed === 'remove') {
      statements.push({ sql: removeSql, values: [id] });
      put(id, null);
    } else if (deed === 'move') {
      const moved = newId();
      statements.push({ sql: moveSql, values: [id, moved, locationOf(after)] });
      put(id, null);
      put(moved, after);
    } else {
      const changed =
        deed === 'change' ? after : { ...after, broken: deed === 'break' && !isLong(before.origin) };
      statements.push({ sql: changeSql, values: [id, locationOf(changed), atOf(changed)] });
      put(id, changed);
    }
  }
  return { statements, effects };
}
