import { UserError } from '../../base/errors.ts';
import type {
  Field,
  IcebergType,
  NewField,
  NewType,
  PrimitiveType,
  Schema,
  StructType,
  TableMetadata,
} from './types.ts';

/** The schema that new snapshots have. */
export function currentSchema(metadata: TableMetadata): Schema {
  return schemaById(metadata, metadata['current-schema-id']);
}

export function schemaById(metadata: TableMetadata, id: number): Schema {
  const schema = metadata.schemas.find((candidate) => candidate['schema-id'] === id);
  if (!schema) throw new Error(`${metadata.location}: the metadata has no schema ${id}`);
  return schema;
}

/** Gives ids above `lastId` to new fields, those of one level before those inside them. */
export function withIds(fields: readonly NewField[], lastId: number): { fields: Field[]; lastId: number } {
  let next = lastId;
  const number = (level: readonly NewField[]): Field[] => {
    const ids = level.map(() => ++next);
    return level.map(({ type, ...rest }, index) => ({
      id: ids[index] as number,
      ...rest,
      type: typed(type),
    }));
  };
  const typed = (type: NewType): IcebergType => {
    if (typeof type === 'string') return type;
    if ('struct' in type) return { type: 'struct', fields: number(type.struct) };
    const elementId = ++next;
    return {
      type: 'list',
      'element-id': elementId,
      'element-required': type.elementRequired,
      element: typed(type.list),
    };
  };
  const numbered = number(fields);
  return { fields: numbered, lastId: next };
}

/** Other names that the columns of a table had, by their present name: a column is its field id through all schemas. */
export function formerNames(metadata: TableMetadata): Map<string, readonly string[]> {
  const former = new Map<string, readonly string[]>();
  for (const { id, name } of currentSchema(metadata).fields) {
    const names = metadata.schemas.flatMap(({ fields }) =>
      fields.filter((field) => field.id === id && field.name !== name).map((field) => field.name),
    );
    if (names.length > 0) former.set(name, [...new Set(names)]);
  }
  return former;
}

/** The field of a name, at the top of a schema. */
export function fieldNamed(schema: StructType, name: string): Field {
  const field = schema.fields.find((candidate) => candidate.name === name);
  if (!field) throw new UserError(`there is no column ${name}`);
  return field;
}

/**
 * The types of all fields that ever had a single value a row, members of structs included, by field id:
 * the ones that can have bounds. A dropped column is still in old files, so old schemas count.
 */
export function primitiveTypes(metadata: TableMetadata): Map<number, PrimitiveType> {
  const types = new Map<number, PrimitiveType>();
  const collect = (fields: readonly Field[]): void => {
    for (const { id, type } of fields) {
      if (typeof type === 'string') types.set(id, type);
      else if (type.type === 'struct') collect(type.fields);
    }
  };
  for (const schema of metadata.schemas) collect(schema.fields);
  collect(currentSchema(metadata).fields);
  return types;
}

/**
 * DuckDB finds the columns of a Parquet file by field id, but the members of a struct by name. So through all
 * schemas of a table a member must keep its name, and a name must not pass to another member.
 * @throws UserError
 */
export function checkMemberNames(schemas: readonly Schema[], place: string): void {
  const nameOf = new Map<number, string>();
  const idOf = new Map<string, number>();
  const check = (type: IcebergType, parentId: number): void => {
    if (typeof type === 'string') return;
    if (type.type === 'list') check(type.element, type['element-id']);
    else
      for (const member of type.fields) {
        const known = `${parentId} ${member.name}`;
        if (
          (nameOf.get(member.id) ?? member.name) !== member.name ||
          (idOf.get(known) ?? member.id) !== member.id
        ) {
          throw new UserError(`${place}: a member of a struct must keep its name for good: ${member.name}`, {
            hint: 'add a member under a name that the struct never had',
          });
        }
        nameOf.set(member.id, member.name);
        idOf.set(known, member.id);
        check(member.type, member.id);
      }
  };
  for (const { fields } of schemas) for (const field of fields) check(field.type, field.id);
}
