import { randomUUID } from 'node:crypto';
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
    'POST /api/sql/explain': async ({ body, signal }) =>
      json({ plan: await explain(backend, wishOf(body), signal) }),
    'GET /api/sql/:id': ({ params }) => {
      const state = statements.state(params.id ?? '');
      if (!state) throw new Refusal(404, 'there is no statement of this id');
      return json(state);
    },
    'DELETE /api/sql/:id': ({ params }) => json({ cancelled: statements.cancel(params.id ?? '') }),
  };
}

function rowsOf({ state }: Backend, statements: Statements, { body, signal }: Asked): Reply {
  const { sql, id, format, at } = wishOf(body);
  const { type, write } = formats[format];
  return {
    status: 200,
    headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="aljibe.${format}"` },
    body: statements.run<string | Uint8Array>({
      id,
      signal,
      start: (stop) => startSql(state, sql, { at, signal: stop }),
      write,
    }),
  };
}

async function explain({ state }: Backend, { sql, at }: Wish, signal: AbortSignal): Promise<string> {
  const answer = await startSql(state, `EXPLAIN ${sql}`, { at, signal });
  try {
    const plans: string[] = [];
    for await (const batch of answer.batches()) plans.push(...batch.map((row) => String(row.at(-1))));
    return plans.join('\n');
  } finally {
    await answer.close();
  }
}

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
