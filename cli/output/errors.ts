import { styleText } from 'node:util';
import { UserError } from '../../base/errors.ts';
import { machineError } from './machine.ts';

/**
 * Prints an error for the person who typed the command, and answers the exit code. An error that they can mend,
 * in their data or on their machine, is its message and its hint; anything else is a defect, whose stack is printed only when it is asked for.
 */
export function report(thrown: unknown, stderr: NodeJS.WriteStream, verbose: boolean): number {
  const error = thrown instanceof UserError ? thrown : (machineError(thrown) ?? thrown);
  const label = styleText('red', 'error:', { stream: stderr });
  if (error instanceof UserError) {
    stderr.write(`${label} ${error.message}\n`);
    if (error.hint) stderr.write(`  ${error.hint.replaceAll('\n', '\n  ')}\n`);
    if (verbose && error.cause !== undefined) stderr.write(`${stackOf(error.cause)}\n`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  stderr.write(`${label} unexpected: ${message}\n`);
  stderr.write(
    verbose
      ? `${stackOf(error)}\n`
      : '  This is a defect of Aljibe; run it with --verbose for the details.\n',
  );
  return 1;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
