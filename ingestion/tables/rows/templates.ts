import type { SourceRow } from '../../mapping/mapping.ts';

/** The columns that a template names: `contoso-{id}` names `id`. */
export function columnsIn(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map(([, column]) => column as string);
}

/** The text that a template makes of a row; null where a column is empty. */
export function fill(template: string, row: SourceRow): string | null {
  let isWhole = true;
  const text = template.replace(/\{([^{}]+)\}/g, (_, column: string) => {
    const value = row[column] ?? '';
    isWhole &&= value !== '';
    return value;
  });
  return isWhole ? text : null;
}
