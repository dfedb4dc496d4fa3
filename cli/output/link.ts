import type { SignInLink } from '../accounts.ts';
import type { Io } from '../command.ts';
import { write, writeJson } from './write.ts';

/** Prints a link to sign in with: alone on standard output, since it is to be passed on. */
export async function writeLink(
  account: string,
  { url, until, isSure }: SignInLink,
  { json, io: { stdout, stderr } }: { readonly json: boolean; readonly io: Io },
): Promise<void> {
  if (json) return writeJson(stdout, { account, url, until });
  await write(stdout, `${url}\n`);
  stderr.write(`lets ${account} in once, until ${until}\n`);
  if (!isSure) stderr.write('no portal runs here: put its address in the place of http://localhost:4600\n');
}
