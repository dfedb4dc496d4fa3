import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Failpoint } from '../../../base/failpoints.ts';
import { behind, expectEqual, openScene, until } from './scene.ts';
import { makeServer, type Server } from './server.ts';

let server: Server;
beforeAll(async () => {
  server = await makeServer();
});
afterAll(() => server.remove());

const rows = 20_000;
const manyRows = `INSERT INTO acciones_usuario (usuario_id, rol, tipo_evento, accion, tipo_objeto, objeto_id, aplicacion,
    ocurrido_en) SELECT usuario_id, rol, 'NavigationEvent', 'NavigatedTo', 'page', n::text, 'web', now()
  FROM generate_series(1, ${rows}) n, (SELECT * FROM usuarios ORDER BY usuario_id LIMIT 1) u`;
const changed = `UPDATE alumnos SET nombre_preferido = 'Cambiado'; DELETE FROM calificaciones WHERE calificacion_id % 3 = 0`;

describe('a sink that fails after it wrote', () => {
  const cases: readonly (readonly [Failpoint, stage: string])[] = [
    ['after raw.write', 'raw'],
    ['after raw.rename', 'raw'],
    ['after raw.catalog', 'raw'],
    ['after iceberg.link', 'curate'],
    ['after iceberg.hint', 'curate'],
    ['after tombstones.commit', 'curate'],
    ['after curated.commit', 'curate'],
    ['after index.commit', 'query'],
  ];
  test.each(cases)('%s: %s says so, tries again, and does nothing twice', async (failpoint, stage) => {
    const scene = await openScene(server);
    const program = await scene.follow({ pace: 20 }, `${failpoint}@1 error`);
    await scene.run(changed);
    await until(
      () => program.told,
      (told) => told.some((event) => event.kind === 'failed' && event.stage === stage),
    );
    await until(
      () => behind(program),
      (sinks) => sinks.raw === 0 && sinks.query === 0,
    );
    await expectEqual(program);
    program.kill();
    await program.ended;
    await expectEqual(await scene.follow());
  });
});

describe('a sink that stays broken', () => {
  const cases: readonly (readonly [Failpoint, broken: string, sound: string])[] = [
    ['before index.commit', 'query', 'raw'],
    ['before raw.catalog', 'raw', 'query'],
  ];
  test.each(cases)(
    '%s: the bus holds what %s lacks, %s goes on, the log of the source does not grow',
    async (failpoint, broken, sound) => {
      const scene = await openScene(server);
      const first = await scene.follow();
      await expectEqual(first);
      first.kill();
      await first.ended;

      const program = await scene.follow({ pace: 20 }, `${failpoint}@1+ error`);
      await scene.run(manyRows);
      const [end] = await scene.run<{ lsn: string }>('SELECT pg_current_wal_flush_lsn()::text AS lsn');
      await until(
        () =>
          scene.run<{ passed: boolean }>(
            `SELECT confirmed_flush_lsn >= '${end?.lsn}' AS passed FROM pg_replication_slots`,
          ),
        ([slot]) => slot?.passed === true,
      );
      const sinks = await until(
        () => behind(program),
        (found) => found[sound] === 0,
      );
      expect(sinks[broken]).toBeGreaterThanOrEqual(rows);
      await expect(expectEqual(program)).rejects.toThrow(`failpoint ${failpoint}`);
      program.kill();
      await program.ended;

      expect((await expectEqual(await scene.follow())).user_actions).toBeGreaterThanOrEqual(rows);
    },
  );
});
