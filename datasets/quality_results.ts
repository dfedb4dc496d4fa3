import { boolean, integer, text, timestamp } from './columns.ts';
import { defineDataset } from './contract.ts';
import { qualityRuleKinds, ruleSeverities } from './vocabularies.ts';

export const qualityResults = defineDataset({
  name: 'quality_results',
  kind: 'event',
  version: 2,
  meaning:
    'A dataset was held against a rule of its contract, with another result than before or after a day.',
  es: 'Resultados de calidad',
  key: 'quality_result_id',
  columns: {
    quality_result_id: text('Key of the result.', { es: 'Resultado' }),
    dataset: text('Dataset whose rows were looked at.', { es: 'Conjunto de datos' }),
    rule: text('Name of the rule in the contract.', { es: 'Regla' }),
    kind: text('Kind of the rule.', { es: 'Tipo de regla', vocabulary: qualityRuleKinds }),
    severity: text('What the contract makes of a broken rule.', {
      es: 'Gravedad',
      vocabulary: ruleSeverities,
    }),
    snapshot_id: text('Snapshot of the curated table that was looked at.', { es: 'Instantánea' }),
    row_count: integer('Rows of the dataset.', { es: 'Filas' }),
    broken: integer('Rows that break the rule; of what should be unique, values that come more than once.', {
      es: 'Filas que la incumplen',
    }),
    is_kept: boolean('Whether the rule counts as kept.', { es: 'Se cumple' }),
    measured_at: timestamp('When the rows were looked at.', { es: 'Medido' }),
  },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT5M',
  retention: { period: 'P5Y', from: 'measured_at' },
});
