import type { Column } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';

/** A part of a row that full text reads. */
export interface SearchedField {
  /** Column, or `text` for the text that was extracted from a document. */
  readonly name: string;
  readonly from: 'text' | 'list' | 'extracted';
  /** Ordinary language, found by its stems too; the names and addresses of people are not. */
  readonly prose: boolean;
}

/** Column that names a text which is kept apart, by its hash; full text reads it as `text`. */
export const extractedColumn = 'text_sha256';
const extractedField = 'text';

/** Text that nobody looks for by its words. It would cost most where rows are many. */
export const passedOver: Readonly<Record<string, readonly string[]>> = {
  orgs: ['time_zone'],
  students: ['pronouns'],
  teachers: ['pronouns'],
  guardians: ['pronouns', 'preferred_language'],
  demographics: [
    'country_of_birth_code',
    'state_of_birth_abbreviation',
    'public_school_residence_status',
    'nationality_code',
    'primary_language',
  ],
  attendance: ['period'],
  user_actions: ['action', 'object_type', 'application'],
  documents: ['media_type', 'language'],
};
const identifierForm = /(^|_)(id|sha256)$/;

/** What full text reads of a dataset: its text columns but for keys, references, vocabularies and identifiers. */
export function searchedFields(contract: Contract): SearchedField[] {
  const fields: SearchedField[] = [];
  for (const [name, column] of Object.entries(contract.columns)) {
    const from = textual(column);
    if (name === extractedColumn) fields.push({ name: extractedField, from: 'extracted', prose: true });
    if (from === null || column.vocabulary || column.references) continue;
    if (name === contract.key || identifierForm.test(name)) continue;
    if (passedOver[contract.name]?.includes(name)) continue;
    fields.push({ name, from, prose: column.reveals !== 'identity' && column.reveals !== 'contact' });
  }
  return fields;
}

function textual({ type }: Column): 'text' | 'list' | null {
  if (type.kind === 'text') return 'text';
  return type.kind === 'list' && type.of.kind === 'text' ? 'list' : null;
}
