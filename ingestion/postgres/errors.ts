import { UserError } from '../../base/errors.ts';

/** Errors of the operating system that pass when a server or network comes back. */
const lostSystemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOENT',
]);

/** `08...` connection exceptions, server stopping or starting, too many connections, slot still in use. */
const lostSqlStates = /^(08\d{3}|57P0[1-5]|53300|55006)$/;

/** True for a connection that ended or could not be made, where trying again later is right. */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error);
  if (lostSqlStates.test(code) || lostSystemCodes.has(code)) return true;
  return (
    error instanceof Error &&
    /^(Connection terminated|Client has encountered a connection error|timeout expired|.*connection.* ended)/i.test(
      error.message,
    )
  );
}

/** The SQLSTATE of a PostgreSQL error, or the code of a system error; empty where there is none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** What lets a user read the log. */
export const mayReplicate = 'Run ALTER ROLE ... REPLICATION (on RDS: GRANT rds_replication TO ...).';

const remedies: Readonly<Record<string, string>> = {
  '28000':
    'Check the user name in DATABASE_URL and the rules of pg_hba.conf (a `replication` connection is needed).',
  '28P01': 'Check the user name and password in DATABASE_URL.',
  '3D000': 'Check the name of the database in DATABASE_URL.',
  '42501': 'Let an administrator grant the privilege that PostgreSQL names.',
  '42704': 'Start again to be told what is missing.',
  '55000': 'Start again to be told what is missing.',
  '53400': 'Raise max_replication_slots, or drop slots that nobody reads any more.',
  ENOTFOUND: 'Check the host name in DATABASE_URL.',
  ECONNREFUSED: 'Check that the server runs, and host and port in DATABASE_URL.',
};

/** What PostgreSQL refuses and a person can mend, as a UserError; anything else as it is. */
export function explained(error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const hint = /WAL sender/.test(error.message) ? mayReplicate : remedies[code];
  if (hint === undefined && !isConnectionLoss(error)) return error;
  const said = error.message || (error instanceof AggregateError ? String(error.errors[0]) : code);
  return new UserError(`PostgreSQL: ${said}`, { ...(hint ? { hint } : {}), cause: error });
}
