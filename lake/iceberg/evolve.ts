import { UserError } from '../../base/errors.ts';
import { fitsDecimal, isDecimal } from './decimals.ts';
import { nextMetadata } from './metadata.ts';
import { checkMemberNames, currentSchema, schemaById, withIds } from './schema.ts';
import type { Field, IcebergType, NewField, PrimitiveType, Schema, Table, TableMetadata } from './types.ts';
import { type Moment, publish } from './versions.ts';

/**
 * All that may happen to a schema. None of it touches a data file: a column is its field id, old files are read
 * by it, and what a file does not have reads as null. `name` leads into structs and lists by points:
 * `home.street`, `contacts.element.phone`.
 */
export type SchemaChange =
  | { readonly kind: 'add'; readonly field: NewField; readonly within?: string; readonly after?: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'drop'; readonly name: string }
  | { readonly kind: 'widen'; readonly name: string; readonly type: PrimitiveType }
  | { readonly kind: 'relax'; readonly name: string }
  | { readonly kind: 'reorder'; readonly names: readonly string[]; readonly within?: string };

/**
 * Commits a changed schema; without changes, or when they lead to the current one, the table stays as it is.
 * @throws UserError when a change would make old files unreadable or the key unsure
 * @throws CommitConflict
 */
export async function evolveSchema(
  table: Table,
  changes: readonly SchemaChange[],
  moment: Moment,
): Promise<Table> {
  const evolved = evolvedSchema(table.metadata, changes);
  if (!evolved) return table;
  return publish(table, nextMetadata(table.metadata, table.version, evolved, moment.now), moment);
}

/**
 * Takes the columns of a table back to those of an earlier schema: the same field ids, so that what old files hold
 * is there again. A decimal that was widened since stays wide, for files were written with it.
 * @throws CommitConflict
 */
export async function restoreSchema(table: Table, schemaId: number, moment: Moment): Promise<Table> {
  const { metadata } = table;
  const present = new Map(currentSchema(metadata).fields.map(({ id, type }) => [id, type]));
  const wide = (from: IcebergType, to: IcebergType | undefined) =>
    typeof from === 'string' && typeof to === 'string' && fitsDecimal(from, to) ? to : from;
  const fields = schemaById(metadata, schemaId).fields.map((field) => ({
    ...field,
    type: wide(field.type, present.get(field.id)),
  }));
  const changes = withFields(metadata, { fields, lastId: metadata['last-column-id'] });
  if (!changes) return table;
  return publish(table, nextMetadata(metadata, table.version, changes, moment.now), moment);
}

/** The parts of the metadata that a change of schema changes, or null when it changes nothing. */
export function evolvedSchema(
  metadata: TableMetadata,
  changes: readonly SchemaChange[],
): Partial<TableMetadata> | null {
  const { fields } = currentSchema(metadata);
  let state: State = { fields, lastId: metadata['last-column-id'] };
  for (const change of changes) state = applied(state, change, metadata);
  return withFields(metadata, state);
}

function withFields(metadata: TableMetadata, state: State): Partial<TableMetadata> | null {
  const before = currentSchema(metadata);
  const shape = ({ 'schema-id': _, ...rest }: Schema) => JSON.stringify(rest);
  const schema: Schema = { ...before, fields: state.fields };
  if (shape(schema) === shape(before)) return null;
  checkMemberNames([...metadata.schemas, schema], metadata.location);
  const known = metadata.schemas.find((candidate) => shape(candidate) === shape(schema));
  const id = known?.['schema-id'] ?? Math.max(...metadata.schemas.map((one) => one['schema-id'])) + 1;
  return {
    'last-column-id': state.lastId,
    'current-schema-id': id,
    ...(known ? {} : { schemas: [...metadata.schemas, { ...schema, 'schema-id': id }] }),
  };
}

interface State {
  readonly fields: readonly Field[];
  readonly lastId: number;
}

function applied(state: State, change: SchemaChange, metadata: TableMetadata): State {
  const within = (path: string | undefined, edit: (fields: readonly Field[]) => readonly Field[]) =>
    editStruct(state.fields, path ? path.split('.') : [], edit);
  switch (change.kind) {
    case 'add': {
      if (change.field.required) {
        throw new UserError(`a new column must be optional, since old files lack it: ${change.field.name}`);
      }
      const { fields, lastId } = withIds([change.field], state.lastId);
      return {
        lastId,
        fields: within(change.within, (siblings) => {
          const at = change.after === undefined ? siblings.length : indexOf(siblings, change.after) + 1;
          return distinct([...siblings.slice(0, at), ...fields, ...siblings.slice(at)]);
        }),
      };
    }
    case 'reorder':
      return {
        ...state,
        fields: within(change.within, (siblings) => {
          const known = new Set(change.names);
          if (known.size !== siblings.length || change.names.length !== siblings.length) {
            throw new UserError(`a new order must name every column once: ${change.names.join(', ')}`);
          }
          return change.names.map((name) => siblings[indexOf(siblings, name)] as Field);
        }),
      };
    default:
      return { ...state, fields: editField(state.fields, change, metadata) };
  }
}

type FieldChange = Exclude<SchemaChange, { kind: 'add' | 'reorder' }>;

function editField(fields: readonly Field[], change: FieldChange, metadata: TableMetadata): readonly Field[] {
  const path = (change.kind === 'rename' ? change.from : change.name).split('.');
  const name = path.pop() as string;
  return editStruct(fields, path, (siblings) => {
    const at = indexOf(siblings, name);
    const field = siblings[at] as Field;
    if (isKey(metadata, field))
      throw new UserError(`${name} identifies or orders the rows; it cannot change`);
    if (change.kind === 'drop') {
      if (siblings.length === 1) throw new UserError(`${name} is the only column of its struct`);
      return siblings.filter((sibling) => sibling !== field);
    }
    return distinct(siblings.with(at, editedField(field, change)));
  });
}

function editedField(field: Field, change: Exclude<FieldChange, { kind: 'drop' }>): Field {
  switch (change.kind) {
    case 'rename':
      return { ...field, name: change.to };
    case 'relax':
      return { ...field, required: false };
    case 'widen':
      return { ...field, type: widened(field, change.type) };
  }
}

/** "Schema Evolution" of the specification: of the types that are used here, only decimals can grow. */
function widened(field: Field, type: PrimitiveType): IcebergType {
  if (typeof field.type === 'string' && fitsDecimal(field.type, type) && isDecimal(type)) return type;
  throw new UserError(`${field.name} cannot become ${type}`, {
    hint: 'only a decimal can take more digits before its point; for all else add a column and drop the old one',
  });
}

function isKey(metadata: TableMetadata, field: Field): boolean {
  const sorted = metadata['sort-orders'].flatMap((order) => order.fields.map((one) => one['source-id']));
  return [...(currentSchema(metadata)['identifier-field-ids'] ?? []), ...sorted].includes(field.id);
}

function editStruct(
  fields: readonly Field[],
  path: readonly string[],
  edit: (fields: readonly Field[]) => readonly Field[],
): readonly Field[] {
  const [name, ...rest] = path;
  if (name === undefined) return edit(fields);
  const at = indexOf(fields, name);
  const field = fields[at] as Field;
  return fields.with(at, { ...field, type: editInside(field.type, rest, edit, name) });
}

function editInside(
  type: IcebergType,
  path: readonly string[],
  edit: (fields: readonly Field[]) => readonly Field[],
  place: string,
): IcebergType {
  if (typeof type === 'string') throw new UserError(`${place} has no columns inside`);
  if (type.type === 'struct') return { ...type, fields: editStruct(type.fields, path, edit) };
  if (path[0] !== 'element') throw new UserError(`${place} is a list; what is inside is ${place}.element`);
  return { ...type, element: editInside(type.element, path.slice(1), edit, `${place}.element`) };
}

function indexOf(fields: readonly Field[], name: string): number {
  const at = fields.findIndex((field) => field.name === name);
  if (at < 0) throw new UserError(`there is no column ${name}`);
  return at;
}

/** Most engines do not tell names apart by case. */
function distinct(fields: readonly Field[]): readonly Field[] {
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (seen.has(name.toLowerCase())) throw new UserError(`there is a column ${name} already`);
    seen.add(name.toLowerCase());
  }
  return fields;
}
