import type { SqlType } from '../../analytics/sql/types.ts';

/**
 * The type of a Hive table's column for one of Trino's, as the Glue catalogue writes it.
 * https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export function hiveType(type: SqlType): string {
  switch (type.kind) {
    case 'varchar':
      return type.length === undefined ? 'string' : `varchar(${type.length})`;
    case 'char':
      return `char(${type.length})`;
    case 'integer':
      return 'int';
    case 'real':
      return 'float';
    case 'varbinary':
      return 'binary';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    // Hive knows one kind of instant. What it is in Trino stands in the definition of the view.
    case 'timestamp':
    case 'timestamp with time zone':
      return 'timestamp';
    case 'array':
      return `array<${hiveType(type.of)}>`;
    case 'map':
      return `map<${hiveType(type.key)},${hiveType(type.value)}>`;
    case 'row':
      return `struct<${type.fields.map(({ name, type: field }) => `${name}:${hiveType(field)}`).join(',')}>`;
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'bigint':
    case 'double':
    case 'date':
      return type.kind;
    default:
      throw new Error(`a view of the Glue catalogue has no columns of the type ${type.kind}`);
  }
}
