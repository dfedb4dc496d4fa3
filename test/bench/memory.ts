import { readFileSync } from 'node:fs';

/** Resident memory of a process in MB: now, and the most there ever was. */
export interface Memory {
  readonly now: number;
  readonly peak: number;
}

/**
 * From Linux's proc(5). What getrusage(2) knows is no use: there a process begins with the peak of the one that it was
 * forked from.
 */
export const memoryOf = (pid: number): Memory => memoryIn(readFileSync(`/proc/${pid}/status`, 'utf8'));

/** What /proc/<pid>/status says. */
export function memoryIn(text: string): Memory {
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1]) / 1024;
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}
