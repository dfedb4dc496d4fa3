import { nearNames } from '../../../datasets/near.ts';
import { failing } from '../duckdbText.ts';
import { functions } from '../functions/index.ts';
import { mergeSources, sourcesAs } from '../lineage.ts';
import { placeOf } from '../place.ts';
import type { Argument, Form, FunctionDefinition } from '../registry.ts';
import { Bindings, type Pattern, type Signature, signaturesOf } from '../signature.ts';
import type { Expr } from '../syntax.ts';
import { localTime } from '../times.ts';
import { plain, printedType, type SqlType } from '../types.ts';
import { castHint, coerced } from './coerce.ts';
import type { Bound, Env } from './context.ts';
import { bindLambda, checkReach } from './lambda.ts';
import { commonZone } from './zones.ts';

const byName = new Map<string, FunctionDefinition[]>();
for (const definition of functions) {
  byName.set(definition.name, [...(byName.get(definition.name) ?? []), definition]);
}

export const definitionsOf = (name: string): readonly FunctionDefinition[] => byName.get(name) ?? [];

export const isAggregate = (name: string): boolean =>
  definitionsOf(name).some(({ kind }) => kind === 'aggregate');

/** A call whose form is chosen and whose arguments are those that the form takes. */
export interface Chosen {
  readonly definition: FunctionDefinition;
  readonly form: Form;
  readonly args: readonly Argument[];
  readonly bounds: readonly Bound[];
  readonly result: SqlType;
}

interface Candidate {
  readonly definition: FunctionDefinition;
  readonly form: Form;
  readonly signature: Signature;
  readonly bindings: Bindings;
  readonly cost: number;
}

/**
 * Chooses the form of a function for arguments, and coerces these to it.
 * @throws UserError when there is no such function, or none for these types
 */
export function choose(
  definitions: readonly FunctionDefinition[],
  name: string,
  at: number,
  args: readonly Expr[],
  env: Env,
): Chosen {
  if (definitions.length === 0) throw unknownFunction(name, at, env);
  const bounds = args.map((arg) => (arg.kind === 'lambda' ? null : env.binder.expr(arg, env)));
  const candidates = definitions
    .flatMap((definition) => definition.forms.flatMap((form) => candidatesOf(definition, form, args, bounds)))
    .sort((a, b) => a.cost - b.cost);
  const [best] = candidates;
  if (!best) throw noForm(definitions, name, at, bounds, env);
  const lacking = best.bindings.lacking(best.form.where);
  if (lacking)
    throw env.binder.fault(at, `${printedType(lacking)} cannot be compared or ordered here: ${name}`);
  const { signature, bindings } = best;
  const lambdas = args.map((arg, index) =>
    arg.kind === 'lambda' ? bindLambda(arg, paramAt(signature, index), bindings, env) : null,
  );
  const finals = bounds.map((bound, index) =>
    bound
      ? coerced(bound, bindings.param(paramAt(signature, index), bound.type))
      : (lambdas[index] as ReturnType<typeof bindLambda>).bound,
  );
  const result = best.form.gives?.(finals.map(({ type }) => type)) ?? bindings.type(signature.result);
  return {
    definition: best.definition,
    form: best.form,
    bounds: finals,
    args: finals.map((bound, index) => argumentOf(bound, lambdas[index]?.lambda ?? null)),
    result,
  };
}

const paramAt = ({ params, isVariadic }: Signature, index: number): Pattern =>
  (isVariadic && index >= params.length ? params.at(-1) : params[index]) as Pattern;

function candidatesOf(
  definition: FunctionDefinition,
  form: Form,
  args: readonly Expr[],
  bounds: readonly (Bound | null)[],
): Candidate[] {
  return signaturesOf(form).flatMap((signature) => {
    const { params, isVariadic } = signature;
    if (isVariadic ? args.length < params.length : args.length !== params.length) return [];
    const bindings = new Bindings();
    let cost = 0;
    for (const [index, arg] of args.entries()) {
      const pattern = paramAt(signature, index);
      if (arg.kind === 'lambda') {
        if (pattern.kind !== 'function' || pattern.params.length !== arg.parameters.length) return [];
        continue;
      }
      const steps = bindings.match(pattern, (bounds[index] as Bound).type);
      if (steps === null) return [];
      cost += steps;
    }
    return [{ definition, form, signature, bindings, cost }];
  });
}

function argumentOf(bound: Bound, lambda: Argument['lambda']): Argument {
  const { sql, type, literal, zone = "'UTC'", isNeverZero = false } = bound;
  const local = type.kind === 'timestamp with time zone' ? localTime(sql, zone) : sql;
  return { sql, type, literal: literal ?? null, zone, local, lambda, isNeverZero };
}

/** A scalar function or an operator. */
export function bindScalar(chosen: Chosen, at: number, env: Env): Bound {
  const { form, args, bounds, result } = chosen;
  const sources = sourcesAs('derived', mergeSources(...bounds.map((bound) => bound.sources)));
  const zone = zoneOf(chosen, at, env);
  const sql = `(${rewritten(form.duckdb, chosen, at, env)})`;
  checkReach(at, sql, env);
  return {
    at,
    sql,
    type: result,
    sources,
    ...(zone === undefined ? {} : { zone }),
    ...(isNeverZero(chosen, args) ? { isNeverZero: true } : {}),
  };
}

/** The one function that people put around a divisor. */
const isNeverZero = ({ definition }: Chosen, [, second]: readonly Argument[]) =>
  definition.name === 'nullif' && second?.literal != null && Number(second.literal) === 0;

/** Of a result that is an instant: what the form says, or the zone of the arguments. */
export function zoneOf(
  { form, args, bounds, result }: Chosen,
  at: number,
  { binder }: Env,
): string | undefined {
  if (result.kind !== 'timestamp with time zone') return undefined;
  if (form.zone !== undefined) return filled(form.zone, args, () => '');
  return commonZone(bounds, at, binder);
}

export function rewritten(duckdb: Form['duckdb'], chosen: Chosen, at: number, env: Env): string {
  const { args, bounds, result } = chosen;
  const { binder } = env;
  const fail = (message: string) => failing(placeOf(binder.sql, at), message, result);
  if (typeof duckdb === 'string') return filled(duckdb, args, fail);
  return duckdb(args, {
    result,
    fail,
    refuse(argument, message, hint) {
      throw binder.fault(bounds[argument]?.at ?? at, message, hint);
    },
  });
}

/** A template with its arguments. */
function filled(template: string, args: readonly Argument[], fail: (message: string) => string): string {
  return template.replaceAll(
    /\$fail\{([^}]*)\}|\$(\*|\d+)(?:\.(local|zone))?/g,
    (_all, message: string | undefined, which: string, part?: 'local' | 'zone') => {
      if (message !== undefined) return fail(filled(message, args, fail));
      if (which === '*') return args.map(({ sql }) => sql).join(', ');
      const arg = args[Number(which) - 1];
      if (!arg) throw new Error(`${template} uses an argument that there is not`);
      return part ? arg[part] : arg.sql;
    },
  );
}

function unknownFunction(name: string, at: number, env: Env) {
  const near = nearNames(
    name,
    [...byName.keys()].filter((known) => /^[a-z]/.test(known)),
  );
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'docs/sql.md lists what there is.';
  return env.binder.fault(at, `Function '${name}' is not available`, hint);
}

function noForm(
  definitions: readonly FunctionDefinition[],
  name: string,
  at: number,
  bounds: readonly (Bound | null)[],
  env: Env,
) {
  const first = definitions[0] as FunctionDefinition;
  const types = bounds.map((bound) => (bound ? printedType(bound.type) : 'function'));
  if (first.kind === 'operator') {
    const [left = plain('unknown'), right = plain('unknown')] = bounds.map((bound) => bound?.type);
    return env.binder.fault(at, `Cannot apply operator: ${types.join(` ${name} `)}`, castHint(left, right));
  }
  const takes = definitions.flatMap(({ forms }) => forms.flatMap((form) => signaturesOf(form)));
  const shown = takes.slice(0, 6).map(({ text }) => name + text.replace(/ -> .*/, ''));
  return env.binder.fault(
    at,
    `Unexpected parameters (${types.join(', ')}) for function ${name}`,
    `It takes ${[...new Set(shown)].join(' or ')}.`,
  );
}
