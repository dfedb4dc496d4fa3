import { AthenaServiceException, type QueryExecution } from '@aws-sdk/client-athena';
import { UserError } from '../../../base/errors.ts';

/** Trino's way to name a place, in front of what is wrong or behind the name of its error. */
const placed = /^(?:([A-Z][A-Z0-9_]+): )?line (\d+):(\d+): (.*)$/s;

/** Why a statement did not succeed, with its place in the statement. */
export function failureOf({ Status, QueryExecutionId, WorkGroup }: QueryExecution): UserError {
  const { State, StateChangeReason = '', AthenaError } = Status ?? {};
  if (State === 'CANCELLED') {
    return new UserError(
      `Athena cancelled the statement${StateChangeReason ? `: ${StateChangeReason}` : ''}`,
      {
        hint: `The workgroup ${WorkGroup} may limit what a statement scans or how long it runs.`,
      },
    );
  }
  const [, , line, column, problem] = placed.exec(StateChangeReason) ?? [];
  const message = line
    ? `line ${line}, column ${column}: ${problem}`
    : StateChangeReason || 'Athena says no reason';
  const hint = AthenaError?.Retryable
    ? 'Athena says that it is worth another try.'
    : `Query execution ${QueryExecutionId}.`;
  return new UserError(message, { hint });
}

/**
 * What keeps a statement from Athena, as the person may mend it; any other error as it is.
 * @param place what was asked, for the message
 */
export function clientError(
  error: unknown,
  place: { readonly workgroup: string; readonly database: string },
): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const told = (message: string, hint: string) => new UserError(message, { hint, cause: error });
  if (error.name === 'CredentialsProviderError' || /security token|credentials?/i.test(error.name)) {
    return told(
      'there are no credentials for AWS',
      'Sign in (aws sso login), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    );
  }
  if (/region (is missing|not accepted)/i.test(error.message)) {
    return told('there is no AWS region', 'Set AWS_REGION, or a region in the profile.');
  }
  if (
    ['ExpiredTokenException', 'UnrecognizedClientException', 'InvalidSignatureException'].includes(error.name)
  ) {
    return told(`AWS refuses the credentials: ${error.message}`, 'Sign in again.');
  }
  if (error.name === 'AccessDeniedException') {
    return told(
      `AWS does not allow it: ${error.message}`,
      `The role needs athena:StartQueryExecution and its kin on the workgroup ${place.workgroup}, and Lake Formation's SELECT on what is read.`,
    );
  }
  if (error instanceof AthenaServiceException && error.$fault === 'client') {
    return told(
      `Athena: ${error.message}`,
      `Asked were workgroup ${place.workgroup} and database ${place.database}.`,
    );
  }
  const code = (error as NodeJS.ErrnoException).code;
  if (code && ['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN'].includes(code)) {
    return told(
      `Athena cannot be reached: ${error.message}`,
      'Look at AWS_REGION, AWS_ENDPOINT_URL_ATHENA and the network.',
    );
  }
  return error;
}
