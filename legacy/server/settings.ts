/**
 * What the embedded server runs with. Durable (fsync and synchronous_commit stay on) and small: a school's
 * monolith beside everything else on two cores. A slot may hold back 4 GB of WAL, then it is lost and said so,
 * rather than the disk filled.
 */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  wal_level: 'logical',
  max_replication_slots: '8',
  max_wal_senders: '8',
  max_slot_wal_keep_size: '4GB',
  max_connections: '40',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** The settings as options of `postgres`, in one text for `pg_ctl --options`. */
export function serverOptions(port: number): string {
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  return [`-p ${port}`, ...flags].join(' ');
}

/** How a cluster is made: texts in UTF-8, ordered by code point, passwords required on every connection. */
export const initdbArguments = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth=scram-sha-256',
  '--username=postgres',
];
