import { userInfo } from 'node:os';

/** The account of the machine that this process runs as; its number where it has no name. */
export function machineActor(): string {
  try {
    return userInfo().username;
  } catch {
    // uv_os_get_passwd fails for a user id that is in no list of accounts, as in a container.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
