import type { Disclosure } from '../../../datasets/columns.ts';
import type { DatasetKind, QualityRule, Scope } from '../../../datasets/contract.ts';

export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number];

interface Words {
  readonly title: string;
  readonly about: string;
  readonly find: string;
  readonly datasets: string;
  readonly column: string;
  readonly label: string;
  readonly type: string;
  readonly required: string;
  readonly yes: string;
  readonly no: string;
  readonly reveals: string;
  readonly refersTo: string;
  readonly meaning: string;
  readonly values: string;
  readonly key: string;
  readonly kind: string;
  readonly belongs: string;
  readonly freshness: string;
  readonly retention: string;
  readonly rules: string;
  readonly madeOf: string;
  readonly readBy: string;
  readonly severities: Readonly<Record<QualityRule['severity'], string>>;
  readonly kinds: Readonly<Record<DatasetKind, string>>;
  readonly disclosures: Readonly<Record<Disclosure, string>>;
  scope(scope: Scope): string;
  kept(period: string, from: string): string;
  rule(rule: QualityRule): string;
}

const share = (rule: { readonly share: number }) => `${Math.round(rule.share * 100)} %`;

/** What stands around the contracts' own sentences, in both languages. */
export const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Data dictionary',
    about: 'Every dataset and column, as the contracts describe them.',
    find: 'Find a dataset or a column',
    datasets: 'Datasets',
    column: 'Column',
    label: 'Label',
    type: 'Type',
    required: 'Required',
    yes: 'yes',
    no: 'no',
    reveals: 'Reveals',
    refersTo: 'Refers to',
    meaning: 'Meaning',
    values: 'One of',
    key: 'Key',
    kind: 'Kind',
    belongs: 'Belongs to a school by',
    freshness: 'Searchable within',
    retention: 'Kept for',
    rules: 'Rules',
    madeOf: 'Comes from',
    readBy: 'Read by',
    severities: {
      warning: 'warning',
      error: 'error',
      quarantine: 'rows are refused',
      hold: 'the table is held',
    },
    kinds: { entity: 'entity', relation: 'relation', fact: 'fact', event: 'event', document: 'document' },
    disclosures: { nothing: 'nothing', identity: 'identity', contact: 'contact', sensitive: 'sensitive' },
    scope(scope) {
      if (scope.kind === 'shared') return 'shared by all schools';
      return scope.kind === 'column' ? scope.column : `${scope.through}, by ${scope.on}`;
    },
    kept: (period, from) => `${period} from ${from === 'deletion' ? 'its deletion' : from}`,
    rule(rule) {
      switch (rule.kind) {
        case 'between':
          return `${rule.column} from ${rule.min ?? '−∞'} to ${rule.max ?? '∞'}`;
        case 'ordered':
          return `${rule.first} not after ${rule.second}`;
        case 'unique':
          return `no two rows share ${rule.columns.join(', ')}`;
        case 'complete':
          return `${rule.column} known in at least ${share(rule)} of the rows`;
        case 'resolves':
          return `${rule.column} refers to a row that is there`;
        case 'sql':
          return rule.meaning;
      }
    },
  },
  es: {
    title: 'Diccionario de datos',
    about: 'Cada conjunto de datos y cada columna, como los describen los contratos.',
    find: 'Buscar un conjunto o una columna',
    datasets: 'Conjuntos de datos',
    column: 'Columna',
    label: 'Nombre',
    type: 'Tipo',
    required: 'Obligatoria',
    yes: 'sí',
    no: 'no',
    reveals: 'Revela',
    refersTo: 'Se refiere a',
    meaning: 'Significado',
    values: 'Valores',
    key: 'Clave',
    kind: 'Clase',
    belongs: 'Pertenece a un centro por',
    freshness: 'Se puede buscar en',
    retention: 'Se conserva',
    rules: 'Reglas',
    madeOf: 'Sale de',
    readBy: 'Lo leen',
    severities: {
      warning: 'aviso',
      error: 'error',
      quarantine: 'se rechazan las filas',
      hold: 'se retiene la tabla',
    },
    kinds: { entity: 'entidad', relation: 'relación', fact: 'hecho', event: 'suceso', document: 'documento' },
    disclosures: { nothing: 'nada', identity: 'identidad', contact: 'contacto', sensitive: 'sensible' },
    scope(scope) {
      if (scope.kind === 'shared') return 'común a todos los centros';
      return scope.kind === 'column' ? scope.column : `${scope.through}, por ${scope.on}`;
    },
    kept: (period, from) => `${period} desde ${from === 'deletion' ? 'que se borra' : from}`,
    rule(rule) {
      switch (rule.kind) {
        case 'between':
          return `${rule.column} entre ${rule.min ?? '−∞'} y ${rule.max ?? '∞'}`;
        case 'ordered':
          return `${rule.first} no es posterior a ${rule.second}`;
        case 'unique':
          return `no hay dos filas con iguales ${rule.columns.join(', ')}`;
        case 'complete':
          return `${rule.column} se conoce al menos en el ${share(rule)} de las filas`;
        case 'resolves':
          return `${rule.column} se refiere a una fila que existe`;
        case 'sql':
          return rule.es;
      }
    },
  },
};
