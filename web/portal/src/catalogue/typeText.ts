import type { ColumnType } from '../../../../datasets/columns.ts';

/** `decimal(6, 2)`, `list of text`. */
export function typeText(type: ColumnType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'list':
      return `list of ${typeText(type.of)}`;
    case 'struct':
      return `struct(${Object.entries(type.fields)
        .map(([name, field]) => `${name} ${typeText(field)}`)
        .join(', ')})`;
    default:
      return type.kind;
  }
}
