import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { layoutOf } from '../../runtime/state.ts';
import { type Office, startOffice } from './office.ts';
import { connectionOf, makePlace, type Place, query } from './place.ts';
import { type Running, startProgram } from './running.ts';
import { failpoints, type Lead, lastChance, planRounds, type Round } from './schedule.ts';
import { verify } from './verify.ts';
import { startWriter, type Writer } from './writer.ts';

const firstSeed = Number(process.env.FAULTS_SEED ?? 1);
const seeds = Number(process.env.FAULTS_SEEDS ?? 1);
const kills = Number(process.env.FAULTS_KILLS ?? 200);
const isTraced = process.env.FAULTS_TRACE !== undefined;

const killsBetweenLooks = 50;
/** The program's clock runs this much faster: a flush by age comes after 250 ms instead of 5 s. */
const pace = 20;
const month = 31 * 86_400;

interface School {
  readonly place: Place;
  readonly writer: Writer;
  readonly office: Office;
}

describe.each(Array.from({ length: seeds }, (_, index) => firstSeed + index))('seed %i', (seed) => {
  test(`nothing is lost and nothing is applied twice over ${kills} kills`, {
    timeout: 1_200_000,
  }, async () => {
    const place = await makePlace({ students: 20, seed });
    let isSound = false;
    onTestFinished(async () => {
      if (!isSound) console.error(`seed ${seed}: what is wrong lies in ${place.dir}`);
      await place.leave({ keep: !isSound });
    });
    const writer = await startWriter(place.dir, seed);
    const office = startOffice(place.dir, { seed, rate: 50 });
    const school = { place, writer, office };
    onTestFinished(async () => {
      await place.serve();
      await office.pause();
      await writer.stop();
    });
    const started = performance.now();
    const reached = new Set<string>();
    const rounds = planRounds(seed, kills);
    for (const [index, round] of rounds.entries()) {
      const began = performance.now();
      const name = await live(school, round);
      if (name) reached.add(name);
      if (isTraced) trace(index + 1, round, name, performance.now() - began);
      if ((index + 1) % killsBetweenLooks === 0) await look(school, `after ${index + 1} kills`);
    }
    // On a slow machine a round may end before it has come as far as its failpoint.
    for (const [index, failpoint] of failpoints.filter((name) => !reached.has(name)).entries()) {
      const name = await live(school, lastChance(failpoint, rounds.length + index));
      if (name) reached.add(name);
    }
    await look(school, 'at the end');
    const minutes = (performance.now() - started) / 60_000;
    console.info(
      `seed ${seed}: ${kills} kills, ${(kills / minutes).toFixed(0)} a minute, over ` +
        `${writer.transactions()} transactions of obligations and ${office.rows()} rows of a school at work`,
    );
    expect(failpoints.filter((failpoint) => !reached.has(failpoint))).toEqual([]);
    isSound = true;
  });
});

function trace(kill: number, { at, server }: Round, name: string | null, ms: number): void {
  const how = at ? `${at.failpoint}@${at.hit}` : 'anywhere';
  const reached = at && !name ? ' NOT REACHED' : '';
  console.info(`${kill}: ${how}${reached} ${Math.round(ms)} ms${server ? `, server ${server.fault}` : ''}`);
}

/** One life of the program; answers the failpoint that ended it, or null when it was killed from outside. */
async function live({ place, writer, office }: School, round: Round): Promise<string | null> {
  const { at, afterMs, lead, monthsAhead, server } = round;
  if (lead.outdatedIndex) outdateIndex(place.dir);
  if (monthsAhead > 0) {
    await place.serve();
    await Promise.all([writer.pause(), office.pause()]);
  }
  const { dir } = place;
  const options = { dir, pace, resnapshot: lead.resnapshot ?? false, ahead: monthsAhead * month };
  const program = startProgram(options, at ? `${at.failpoint}@${at.hit} kill` : '');
  const over = new AbortController();
  const after = (ms: number, work: () => unknown) =>
    pause(ms, null, { signal: over.signal }).then(work, () => {});
  const fromOutside = after(afterMs, () => program.kill());
  const meanwhile = program.first('ready').then(
    async () => {
      const hurting = server && after(server.afterMs, () => hurt(place, server.fault));
      if (lead.command) {
        await command(place, program, lead.command).catch((error: unknown) => {
          if (isTraced) console.info(String(error).slice(0, 300));
        });
      }
      await hurting;
    },
    () => {},
  );
  const ended = await program.ended;
  if (isTraced && ended.fromOutside && at) console.info(JSON.stringify(program.told).slice(0, 1500));
  over.abort();
  await Promise.all([fromOutside, meanwhile]);
  expect(ended, `${ended.complaint} ${JSON.stringify(program.told)}`).toMatchObject({ signal: 'SIGKILL' });
  if (monthsAhead > 0) {
    writer.resume();
    office.resume();
  }
  return ended.fromOutside ? null : (at?.failpoint ?? null);
}

/** Gives a command again and again until the program dies of it. */
async function command(place: Place, program: Running, name: NonNullable<Lead['command']>): Promise<never> {
  for (let turn = 0; ; turn++) {
    if (name === 'parity') await program.command('parity');
    else if (name === 'maintain') await program.command('maintain', { dryRun: false });
    else await program.command('load documents', { path: writeDocuments(place, `${program.pid}-${turn}`) });
  }
}

/** A folder with a document that stays, and one whose text is new. */
function writeDocuments({ dir }: Place, text: string): string {
  const path = join(dir, '..', 'circulars');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'kept.txt'), 'Querida familia:');
  writeFileSync(join(path, 'changed.md'), `# Circular ${text}`);
  writeFileSync(join(path, `added-${text}.html`), `<p>Aviso ${text}</p>`);
  return path;
}

async function hurt(place: Place, fault: 'killed' | 'connections'): Promise<void> {
  if (fault === 'killed') {
    process.kill(await place.postmaster(), 'SIGKILL');
    return;
  }
  await query(await connectionOf(place.dir), (client) =>
    client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()'),
  );
}

function outdateIndex(dir: string): void {
  if (!existsSync(layoutOf(dir).index)) return;
  const db = new DatabaseSync(layoutOf(dir).index);
  try {
    // A program that was killed at its very beginning has left none.
    const isThere = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'generations'").get();
    if (isThere) db.exec("UPDATE generations SET definition = 'of older contracts'");
  } finally {
    db.close();
  }
}

/** Lets the program live, compares everything while the school is at work, and stops it as a person would. */
async function look({ place, writer }: School, when: string): Promise<void> {
  const program = startProgram({ dir: place.dir, pace });
  await program.first('ready');
  await writer.pause();
  expect(await verify(place.dir, program, writer), when).toEqual([]);
  writer.resume();
  program.kill('SIGTERM');
  expect(await program.ended, when).toMatchObject({ code: 0 });
}
