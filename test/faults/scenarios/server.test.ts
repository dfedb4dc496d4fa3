import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { query } from '../place.ts';
import { expectEqual, openScene } from './scene.ts';
import { makeServer, type Server, school } from './server.ts';

let server: Server & { readonly port: number };
beforeAll(async () => {
  server = await makeServer({ max_slot_wal_keep_size: '16MB', min_wal_size: '32MB', max_wal_size: '32MB' });
});
afterAll(() => server.remove());

const withdraw = `UPDATE alumnos SET nombre_preferido = 'Retirado' WHERE alumno_id = 1`;
const remark = (text: string) => `UPDATE alumnos SET observaciones = '${text}' WHERE alumno_id = 2`;

describe('the server', () => {
  test.each(['fast', 'immediate'] as const)('is restarted (%s) under a running program', async (mode) => {
    const scene = await openScene(server);
    const program = await scene.follow();
    await scene.run(withdraw);
    await server.stop(mode);
    await server.start();
    await scene.run(remark('after the restart'));
    await expectEqual(program);
    expect(program.told).toContainEqual({ kind: 'told', text: expect.stringContaining('"disconnected"') });
  });
});

describe('another server', () => {
  test('restored from an older dump, with lower places in its log: only a new copy is taken, in a new epoch', async () => {
    const scene = await openScene(server);
    const program = await scene.follow();
    await scene.run('SELECT pg_switch_wal()');
    await scene.run(`INSERT INTO notificaciones (centro_id, rol_destino, canal, motivo, asunto, estado, creada_en)
      SELECT centro_id, 'PADRE', 'CORREO', 'AVISO', 'after the dump', 'ENVIADA', now() FROM centros`);
    const before = await expectEqual(program);
    program.kill();
    await program.ended;

    const restored = await makeServer();
    onTestFinished(() => restored.remove());
    const other = { databaseUrl: restored.url(school) };
    const [position] = await scene.run<{ lsn: string }>('SELECT pg_current_wal_lsn()::text AS lsn');
    expect(await lsnIsBelow(other.databaseUrl, String(position?.lsn))).toBe(true);
    expect(await scene.start(other).ended).toMatchObject({
      code: 1,
      complaint: expect.stringContaining('this is another PostgreSQL than before'),
    });
    const again = await scene.follow({ ...other, resnapshot: true });
    expect((await expectEqual(again)).notifications).toBeLessThan(before.notifications as number);
    await query(other.databaseUrl, (client) => client.query(remark('in the new epoch')));
    await expectEqual(again);
    again.kill();
    await again.ended;
  });
});

describe('the slot', () => {
  test('is dropped: the program stops and says what to do; a new copy brings what was missed', async () => {
    const scene = await openScene(server);
    const program = await scene.follow();
    const before = await expectEqual(program);
    await scene.run(`SELECT pg_terminate_backend(active_pid, 10000), pg_drop_replication_slot(slot_name)
      FROM pg_replication_slots`);
    await scene.run('DELETE FROM calificaciones WHERE calificacion_id % 2 = 0');
    expect(await program.ended).toMatchObject({
      code: 1,
      complaint: expect.stringContaining(
        'the replication slot aljibe is gone: changes of the source are missing',
      ),
    });
    expect(await scene.start().ended).toMatchObject({ code: 1 });
    const again = await scene.follow({ resnapshot: true });
    expect((await expectEqual(again)).results).toBeLessThan(before.results as number);
  });

  test('is invalidated, since more log was held back than the server keeps', async () => {
    const scene = await openScene(server);
    const program = await scene.follow();
    program.kill();
    await program.ended;
    await scene.run(withdraw);
    for (let files = 0; files < 4; files++) {
      await scene.run(
        'SELECT pg_logical_emit_message(false, $$x$$, repeat($$x$$, 8000000)); SELECT pg_switch_wal()',
      );
    }
    await scene.run('CHECKPOINT');
    expect(await scene.start().ended).toMatchObject({
      code: 1,
      complaint: expect.stringMatching(
        /the replication slot aljibe was invalidated .*changes of the source are missing/,
      ),
    });
    await expectEqual(await scene.follow({ resnapshot: true }));
  });
});

async function lsnIsBelow(databaseUrl: string, lsn: string): Promise<boolean> {
  return query(databaseUrl, async (client) => {
    const { rows } = await client.query('SELECT pg_current_wal_lsn() < $1::pg_lsn AS below', [lsn]);
    return (rows[0] as { below: boolean }).below;
  });
}
