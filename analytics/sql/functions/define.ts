import type { Form, FunctionDefinition } from '../registry.ts';

/** Forms by their signatures; those that share a rewriting are written one a line. */
export type Forms = Readonly<Record<string, Form['duckdb'] | Omit<Form, 'signature'>>>;

/** Makes definitions of one kind under one heading. */
export const inGroup =
  (group: string, kind: FunctionDefinition['kind'] = 'scalar') =>
  (name: string, meaning: string, forms: Forms): FunctionDefinition => ({
    name,
    kind,
    group,
    meaning,
    forms: Object.entries(forms).map(([signatures, form]) => ({
      signature: signatures.split('\n'),
      ...(typeof form === 'object' ? form : { duckdb: form }),
    })),
  });

/** Under another name. */
export const alias = (name: string, definition: FunctionDefinition): FunctionDefinition => ({
  ...definition,
  name,
  meaning: `The same as \`${definition.name}\`.`,
});

/** One signature for each type: `each('(#) -> #', ['real', 'double'])`. */
export const each = (signature: string, types: readonly string[]): string =>
  types.map((type) => signature.replaceAll('#', type)).join('\n');

export const wholes = ['tinyint', 'smallint', 'integer', 'bigint'];
export const floats = ['real', 'double'];

/** A condition on arguments, checked when the statement runs. */
export const failIf = (condition: string, message: string, value: string): string =>
  `CASE WHEN ${condition} THEN $fail{'${message}'} ELSE ${value} END`;
