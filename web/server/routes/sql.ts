import { randomUUID } from 'node:crypto';
import type { Asker } from '../asker.ts';
import type { Backend } from '../backend.ts';
import { json, Refusal, type Reply } from '../reply.ts';
import type { Asked, Routes } from '../routes.ts';
import { type Format, formats } from '../sql/formats.ts';
import { startSql } from '../sql/start.ts';
import { createStatements, type Statements } from '../sql/statements.ts';

interface Wish {
  readonly sql: string;
  readonly id: string;
  readonly format: Format;
  readonly at: string | undefined;
}

export function sqlRoutes(backend: Backend): Routes {
  const statements = createStatements(backend.clock);
  return {
    'POST /api/sql': (asked) => rowsOf(backend, statements, asked),
    'POST /api/sql/explain': async (asked) => json({ plan: await explain(backend, asked) }),
    'GET /api/sql/:id': ({ params, asker }) => {
      const state = statements.state(ownId(asker, params.id ?? ''));
      if (!state) throw new Refusal(404, 'there is no statement of this id');
      return json(state);
    },
    'DELETE /api/sql/:id': ({ params, asker }) =>
      json({ cancelled: statements.cancel(ownId(asker, params.id ?? '')) }),
  };
}

function rowsOf(backend: Backend, statements: Statements, { body, signal, asker }: Asked): Reply {
  const { sql, id, format, at } = wishOf(body);
  const { type, write } = formats[format];
  return {
    status: 200,
    headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="aljibe.${format}"` },
    body: statements.run<string | Uint8Array>({
      id: ownId(asker, id),
      signal,
      start: (stop) => startSql(backend, sql, { at, signal: stop, account: asker.account }),
      write,
    }),
  };
}

async function explain(backend: Backend, { body, signal, asker }: Asked): Promise<string> {
  const { sql, at } = wishOf(body);
  const answer = await startSql(backend, `EXPLAIN ${sql}`, { at, signal, account: asker.account });
  try {
    const plans: string[] = [];
    for await (const batch of answer.batches()) plans.push(...batch.map((row) => String(row.at(-1))));
    return plans.join('\n');
  } finally {
    await answer.close();
  }
}

/** Nobody meets the statements of somebody else: ids are of whoever gave them. */
const ownId = ({ account }: Asker, id: string) => `${account?.name ?? ''} ${id}`;

/** @throws Refusal */
function wishOf(body: unknown): Wish {
  const { sql, id, format, at } = (body ?? {}) as Record<string, unknown>;
  if (typeof sql !== 'string' || sql.trim() === '') throw new Refusal(400, 'sql must be a statement');
  if (id !== undefined && (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id))) {
    throw new Refusal(400, 'id must be letters, digits and hyphens, 64 at most');
  }
  if (format !== undefined && (typeof format !== 'string' || !Object.hasOwn(formats, format))) {
    throw new Refusal(400, `format must be one of ${Object.keys(formats).join(', ')}`);
  }
  if (at !== undefined && typeof at !== 'string') throw new Refusal(400, 'at must be a moment, as text');
  return { sql, id: id ?? randomUUID(), format: (format as Format | undefined) ?? 'arrows', at };
}
