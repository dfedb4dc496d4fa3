import { UserError } from '../../base/errors.ts';
import { checkContracts } from '../../datasets/check.ts';
import { type Column, type ColumnFacts, date, text } from '../../datasets/columns.ts';
import type { Contract, QualityRule } from '../../datasets/contract.ts';

/** Two small contracts that do not contradict themselves; scenarios break them in one place each. */
export const schools: Contract = {
  name: 'schools',
  kind: 'entity',
  version: 1,
  meaning: 'A school.',
  es: 'Centros',
  key: 'school_id',
  columns: { school_id: text('Key of the school.', { es: 'Centro' }) },
  subjects: {},
  scope: { kind: 'column', column: 'school_id' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
};

export const pupils: Contract = {
  name: 'pupils',
  kind: 'entity',
  version: 1,
  meaning: 'A pupil of a school.',
  es: 'Alumnos',
  key: 'pupil_id',
  columns: {
    pupil_id: text('Key of the pupil.', { es: 'Alumno', reveals: 'identity' }),
    school_id: text('School of the pupil.', { es: 'Centro', references: 'schools' }),
    entry_date: date('First day.', { es: 'Alta' }),
    exit_date: date('First day without the pupil.', { es: 'Baja', optional: true }),
  },
  subjects: { student: 'pupil_id' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'deletion' },
};

/** The problems found in the pupils (beside the schools) once they are changed as said. */
export function problems(change: Partial<Contract>, others: readonly Contract[] = [schools]): string[] {
  return found([...others, { ...pupils, ...change }]);
}

export function found(contracts: readonly Contract[]): string[] {
  try {
    checkContracts(contracts);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.split('\n');
  }
}

export const withColumns = (columns: Record<string, Column>) =>
  problems({ columns: { ...pupils.columns, ...columns } });
export const withRule = (rule: object) =>
  problems({ quality: [{ name: 'rule', severity: 'error', ...rule } as QualityRule] });
export const facts: ColumnFacts = { es: 'Algo' };
