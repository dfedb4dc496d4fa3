import { UserError } from '../../base/errors.ts';
import { guardStatement } from '../../lake/governance/guard.ts';
import { roles, type Viewer } from '../../lake/governance/roles.ts';
import { rowCondition, rowRule } from '../../lake/governance/rows.ts';
import { runLocked } from '../../lake/sql/query.ts';
import { datasetScan, type Lake, type View } from '../../lake/sql/views.ts';
import { accessOf } from '../governance/access.ts';
import { footprintOf } from '../governance/footprint.ts';
import { duckdbFunctions } from '../governance/functions.ts';
import { seenBy, seenName, seenSql, seenTables } from '../governance/seen.ts';
import { martsOf } from '../marts.ts';
import { type Translated, translate } from '../sql/translate.ts';
import { answerOf, type DuckDBEngine, duckdbSql, type Read, readBy } from './duckdb.ts';
import type { RunOptions } from './engine.ts';
import { briefError, runtimeError } from './errors.ts';
import { type ReadEnd, type ReadLog, watched } from './readLog.ts';

/**
 * Runs statements as somebody in a role, who can name only what the role sees: other columns are not there, and
 * neither are other rows. Marts are computed over all columns, since a role sees what they say and not what they
 * read, and over the rows of the viewer's schools. Every statement is kept in `log`, before it runs.
 */
export function roleEngine(lake: Lake, viewer: Viewer, log: ReadLog): DuckDBEngine {
  const role = roles[viewer.role];
  const marts = martsOf(lake.contracts);
  const access = accessOf(lake.contracts, marts, role);
  const tables = seenTables(marts, access);
  const isBound = role.rows === 'own schools';

  /** What the role may not ask at all is kept too: somebody tried. */
  function understood(sql: string): Translated {
    let translated: Translated | null = null;
    try {
      translated = translate(sql, tables);
      if (translated.explain && !role.raw) throw explained(viewer);
      return translated;
    } catch (error) {
      log.begin(footprintOf(sql, translated))({ outcome: 'refused', rows: 0 });
      throw error;
    }
  }

  return {
    name: 'duckdb',
    async run(sql, options = {}) {
      const translated = understood(sql);
      const end = log.begin(footprintOf(sql, translated));
      let failure: ReadEnd['outcome'] = 'failed';
      try {
        const read = await readBy(translated, lake, marts, { ...options, isStored: !isBound });
        const seen = seenBy(translated, access);
        const names = new Set(seen.map(seenName));
        const answer = await runLocked(
          {
            sql: duckdbSql(translated),
            views: isBound ? await ownRows(read.views, lake, viewer, options) : read.views,
            definitions: [...read.definitions, ...seenSql(seen, role.smallestGroup)],
            async check(connection) {
              failure = 'refused';
              await guardStatement(connection, translated.duckdb, {
                tables: names,
                functions: duckdbFunctions,
              });
              failure = 'failed';
            },
            told: role.raw ? runtimeError : briefError,
          },
          options,
        );
        return answerOf(watched(answer, end, options.signal), translated);
      } catch (error) {
        end({ outcome: options.signal?.aborted ? 'stopped' : failure, rows: 0 });
        throw error;
      }
    },
  };
}

/** The rows of the viewer's schools, read before the statement runs: what it does meets no others. */
function ownRows(views: Read['views'], lake: Lake, { schools }: Viewer, { at }: RunOptions): Promise<View[]> {
  return Promise.all(
    views.map(async (view): Promise<View> => {
      const dataset = view.name.split('@')[0] as string;
      const contract = view.schema === 'curated' ? lake.contracts[dataset] : undefined;
      if (!contract) throw new Error(`${view.schema}.${view.name} belongs to no school that can be told`);
      const rule = rowRule(contract);
      if (!rule) return { ...view, isCopied: true };
      const through = rule.through === null ? undefined : lake.contracts[rule.through];
      const bridge =
        through && (await datasetScan(lake.dirs, through, at?.kind === 'instant' ? at : undefined));
      const condition = rowCondition(rule, schools, bridge?.from ?? null);
      return {
        ...view,
        from: `(SELECT * FROM ${view.from} WHERE ${condition})`,
        files: [...view.files, ...(bridge?.files ?? [])],
        isCopied: true,
      };
    }),
  );
}

const explained = ({ role }: Viewer) =>
  new UserError(
    `a ${role} may not ask how a statement is run: its plan tells of rows that the role does not see`,
    {
      hint: 'Run the statement itself, or ask a data engineer for its plan.',
    },
  );
