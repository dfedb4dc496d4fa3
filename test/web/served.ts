import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fixedClock } from '../../base/clock.ts';
import { runWriter } from '../../runtime/writer.ts';
import { storedBackend } from '../../web/server/backend.ts';
import { type Portal, startPortal } from '../../web/server/portal.ts';
import { writeBundle } from '../cli/bundle.ts';

export interface Served {
  readonly url: string;
  readonly dir: string;
  /** What the server told of defects. */
  readonly failures: unknown[];
  close(): Promise<void>;
}

/** Names as somebody might give them who wants to see what happens. */
export const hostile = {
  script: '<script>alert(1)</script>',
  picture: '"><img src=x onerror=alert(1)>',
  formula: '=cmd|calc!A1',
  rightToLeft: '\u202eabc\u202c',
};

/** A day of two students of two grades, one of whom was not there. */
const attended = `id,student_id,school_year,school_id,attendance_date,all_day,Period,section_id,AttendanceCode,PresenceFlag,attendance_status,attendance_type,attendance_sequence
1,s1,2026,esc,2025-10-06,Yes,,,P,1,Present,ClassSectionAttendance,
2,s6,2026,esc,2025-10-06,Yes,,,A,0,Absent,ClassSectionAttendance,
`;

/** A small school, some of whose people have hostile names, in a state directory of its own, and its portal. */
export async function serveSchool(): Promise<Served> {
  const root = mkdtempSync(join(tmpdir(), 'aljibe-portal-'));
  const clock = fixedClock('2026-03-02T10:00:00Z');
  const dir = join(root, 'state');
  const path = writeBundle(join(root, 'bundle'), {
    'users.csv': `sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
s1,,,true,esc,student,,,Ángela,Núñez Gómez,,,,,,,09,
s2,,,true,esc,student,,,Bruno,,,,,,,,09,
s3,,,true,esc,student,,,Eva,${hostile.script},,,,,,,09,
s4,,,true,esc,student,,,Ana,"${hostile.picture.replace('"', '""')}",,,,,,,09,
s5,,,true,esc,student,,,${hostile.formula},Ruiz,,,,,,,09,
s6,,,true,esc,student,,,${hostile.rightToLeft},Gil,,,,,,,10,
t1,,,true,esc,teacher,,,Óscar,Ibáñez,,,,,,,,`,
    'enrollments.csv': `sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
e1,,,mat-a,esc,s1,student,,2025-09-08,
e4,,,mat-a,esc,t1,teacher,true,2025-09-08,`,
  });
  const signal = new AbortController().signal;
  const tools = { dir, clock, progress: () => {}, signal };
  await runWriter('load oneroster', { path }, tools);
  const attendance = join(root, 'studentattendance.csv');
  writeFileSync(attendance, attended);
  const files = [{ path: attendance, name: 'studentattendance.csv' }];
  await runWriter('load table', { files, mapping: 'contoso', maxRemovals: 0, acceptRemovals: [] }, tools);
  const failures: unknown[] = [];
  const backend = storedBackend(dir, clock, undefined);
  const portal: Portal = await startPortal({ backend, port: 0, failed: (error) => failures.push(error) });
  return {
    url: portal.url,
    dir,
    failures,
    async close() {
      await portal.close();
      rmSync(root, { recursive: true });
    },
  };
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Asks with exactly these headers: `fetch` would not let a test lie about its host. */
export function askRaw(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  { method = 'GET', body }: { readonly method?: string; readonly body?: string } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const { statusCode: status = 0 } = response;
      // A reader of text would leave out the mark that a file for spreadsheets begins with.
      const said = buffer(response).then((bytes) => bytes.toString('utf8'));
      said.then((body) => resolve({ status, headers: response.headers, body }), reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const json = { 'Content-Type': 'application/json' };

export const post = (url: string, body: unknown, headers: Readonly<Record<string, string>> = json) =>
  askRaw(url, headers, { method: 'POST', body: JSON.stringify(body) });
