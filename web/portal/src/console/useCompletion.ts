import type { SQLNamespace } from '@codemirror/lang-sql';
import { useMemo } from 'react';
import type { FunctionFacts, TableFacts } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';

export interface Completion {
  /** Tables by schema, with their columns. */
  readonly schema: SQLNamespace;
  readonly functions: readonly FunctionFacts[];
}

/** What the editor proposes; null until it is known. */
export function useCompletion(): Completion | null {
  const { value: tables } = useJson<readonly TableFacts[]>('/api/tables');
  const { value: functions } = useJson<readonly FunctionFacts[]>('/api/functions');
  return useMemo(() => {
    if (!tables || !functions) return null;
    return {
      schema: schemaOf(tables),
      functions: functions.filter(({ kind, name }) => kind !== 'operator' && /^\w+$/.test(name)),
    };
  }, [tables, functions]);
}

function schemaOf(tables: readonly TableFacts[]): SQLNamespace {
  const schemas: Record<string, Record<string, SQLNamespace>> = {};
  for (const { name, columns } of tables) {
    const [schema = '', table = ''] = name.split('.');
    schemas[schema] ??= {};
    schemas[schema][table] = columns.map((column) => ({
      label: column.name,
      type: 'property',
      detail: column.type,
    }));
  }
  return schemas;
}
