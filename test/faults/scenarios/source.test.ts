import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseLsn } from '../../../ingestion/postgres/lsn.ts';
import { feed, plainNode } from '../../bench/feeding.ts';
import { behind, expectEqual, openScene, rowsOf, until } from './scene.ts';
import { makeServer, type Server } from './server.ts';

let server: Server;
beforeAll(async () => {
  server = await makeServer();
});
afterAll(() => server.remove());

const actions = (
  count: number,
) => `INSERT INTO acciones_usuario (usuario_id, rol, tipo_evento, accion, tipo_objeto,
    objeto_id, aplicacion, ocurrido_en)
  SELECT usuario_id, rol, 'NavigationEvent', 'NavigatedTo', 'page', n::text, 'web', now()
  FROM generate_series(1, ${count}) n, (SELECT * FROM usuarios ORDER BY usuario_id LIMIT 1) u`;

describe('a large', () => {
  test('transaction, of a million rows, takes no more memory than a small one', {
    timeout: 600_000,
  }, async () => {
    const rows = 1_000_000;
    const scene = await openScene(server);
    const ledger = join(scene.dir, '..', 'ledger.db');
    await feed(scene.databaseUrl, ledger, 0n);
    await scene.run(actions(rows));
    const [end] = await scene.run<{ lsn: string }>('SELECT pg_current_wal_flush_lsn()::text AS lsn');
    const fed = await feed(scene.databaseUrl, ledger, parseLsn(String(end?.lsn)));
    expect(fed.accepted).toBe(rows);
    expect(fed.peak - (await plainNode())).toBeLessThan(300);
  });

  test('row, of 50 MB, arrives as it is, and stays so when an update does not send it again', {
    timeout: 300_000,
  }, async () => {
    const scene = await openScene(server);
    const program = await scene.follow();
    await scene.run(`UPDATE incidencias SET descripcion = repeat('0123456789abcdef', 50 * 1024 * 1024 / 16)
      WHERE id_incidencia = (SELECT min(id_incidencia) FROM incidencias)`);
    await expectEqual(program);
    await scene.run(`UPDATE incidencias SET lugar = 'patio'
      WHERE id_incidencia = (SELECT min(id_incidencia) FROM incidencias)`);
    await expectEqual(program);
  });
});

describe('two writers', () => {
  test('of one state directory: the second is refused, the first goes on', async () => {
    const scene = await openScene(server);
    const first = await scene.follow();
    expect(await scene.start().ended).toMatchObject({
      code: 1,
      complaint: expect.stringContaining('another aljibe is writing there'),
    });
    await scene.run(actions(10));
    expect((await expectEqual(first)).user_actions).toBe(10);
  });
});

describe('a clock that is set back by an hour', () => {
  test('keeps nothing from being flushed and merged', async () => {
    const scene = await openScene(server);
    const program = await scene.follow({ ahead: 3600 });
    await expectEqual(program);
    await scene.run(actions(10));
    // By its own rows: results of quality take the same way at times of their own.
    await until(
      async () => ({ sinks: await behind(program), actions: await rowsOf(program, 'user_actions') }),
      ({ sinks: { query, raw = 0 }, actions: { rows, curated } }) =>
        query === 0 && raw >= 10 && rows === 10 && curated === 0,
    );
    process.kill(program.pid, 'SIGUSR2');
    await until(
      () => behind(program),
      ({ raw, curate }) => raw === 0 && curate === 0,
    );
    expect(await rowsOf(program, 'user_actions')).toEqual({ rows: 10, curated: 10 });
    await expectEqual(program);
  });
});

describe('a publication', () => {
  test('that takes in a table which nobody mapped, and lets go of it, changes nothing', async () => {
    const scene = await openScene(server);
    const program = await scene.follow();
    await scene.run(`CREATE TABLE otra (n int PRIMARY KEY); ALTER PUBLICATION aljibe ADD TABLE otra;
      INSERT INTO otra VALUES (1); ${actions(10)}; DELETE FROM otra`);
    expect((await expectEqual(program)).user_actions).toBe(10);
    await scene.run(`ALTER PUBLICATION aljibe DROP TABLE otra; INSERT INTO otra VALUES (2); ${actions(10)}`);
    expect((await expectEqual(program)).user_actions).toBe(20);
  });
});
