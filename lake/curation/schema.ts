import { UserError } from '../../base/errors.ts';
import type { ColumnType } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';
import { pseudonymsOf } from '../governance/pseudonyms.ts';
import { fitsDecimal, isDecimal } from '../iceberg/decimals.ts';
import type { SchemaChange } from '../iceberg/evolve.ts';
import { formerNames } from '../iceberg/schema.ts';
import type { Field, IcebergType, NewField, NewType, TableMetadata } from '../iceberg/types.ts';

/** Columns that every curated table has behind those of its contract. */
export const versionColumn = '_version';
export const changedAtColumn = '_changed_at';

const systemFields: readonly NewField[] = [
  {
    name: versionColumn,
    required: true,
    type: 'long',
    doc: 'Counter of the changes of this key; what is newer is higher.',
  },
  { name: changedAtColumn, required: true, type: 'timestamptz', doc: 'When this version was accepted.' },
];

/**
 * The fields of a contract's curated table. Only what the merge itself needs is required: a table outlives the
 * versions of its contract, and rows of an older one may lack what a newer one demands.
 */
export function curatedFields(contract: Contract): NewField[] {
  return [
    ...Object.entries(contract.columns).map(([name, column]) => ({
      name,
      required: name === contract.key,
      type: icebergType(column.type),
      doc: column.meaning,
    })),
    ...pseudonymsOf(contract).map(
      ({ name, person, of }): NewField => ({
        name,
        required: false,
        type: 'string',
        doc: `Stands for the ${person} of ${of}, in all datasets alike, and names nobody.`,
      }),
    ),
    ...systemFields,
  ];
}

/** The fields of a table of deleted keys. */
export const tombstoneFields: readonly NewField[] = [
  { name: 'key', required: true, type: 'string', doc: 'Key of a row that was deleted.' },
  { name: 'version', required: true, type: 'long', doc: 'Version of the delete.' },
  { name: 'deleted_at', required: true, type: 'timestamptz', doc: 'When the delete was accepted.' },
];

function icebergType(type: ColumnType): NewType {
  switch (type.kind) {
    case 'text':
    case 'json':
      return 'string';
    case 'integer':
      return 'long';
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'boolean':
    case 'date':
      return type.kind;
    case 'timestamp':
      return 'timestamptz';
    case 'list':
      return { list: icebergType(type.of), elementRequired: false };
    case 'struct':
      return {
        struct: Object.entries(type.fields).map(([name, field]) => ({
          name,
          required: false,
          type: icebergType(field),
        })),
      };
  }
}

/**
 * What brings the schema of a curated table to its contract: new columns (also inside structs), decimals with
 * more digits before the point, another order. Old files stay as they are.
 * @throws UserError for everything that would lose or reinterpret stored values
 */
export function schemaChanges(contract: Contract, present: readonly Field[]): SchemaChange[] {
  const wanted = curatedFields(contract);
  const changes = levelChanges(contract.name, present, wanted);
  const names = wanted.map(({ name }) => name);
  const after = levelOrder(present, wanted);
  return after.join() === names.join() ? changes : [...changes, { kind: 'reorder', names }];
}

/** Names that columns had and have. */
export type Renames = Readonly<Record<string, string>>;

/**
 * The same where somebody has decided that columns may get other names and may go. Values stay in old files.
 * @param renames the new name by the one that a column had
 * @throws UserError for what cannot be done without another column
 */
export function decidedChanges(
  contract: Contract,
  present: readonly Field[],
  renames: Renames,
): SchemaChange[] {
  const renamed = present.map((field) => ({ ...field, name: renames[field.name] ?? field.name }));
  const names = new Set(curatedFields(contract).map(({ name }) => name));
  const gone = renamed.filter(({ name }) => !names.has(name));
  return [
    ...present
      .filter(({ name }) => renames[name] !== undefined)
      .map(({ name }): SchemaChange => ({ kind: 'rename', from: name, to: renames[name] as string })),
    ...gone.map(({ name }): SchemaChange => ({ kind: 'drop', name })),
    ...schemaChanges(
      contract,
      renamed.filter((field) => !gone.includes(field)),
    ),
  ];
}

/**
 * Changes in the raw zone have the values of a renamed column under its old name: a second column of that name would take
 * them.
 * @throws UserError for a change that gives a column a name which another one had
 */
export function requireFreeNames(
  dataset: string,
  metadata: TableMetadata,
  changes: readonly SchemaChange[],
): void {
  const former = formerNames(metadata);
  for (const change of changes) {
    const name =
      change.kind === 'rename'
        ? change.to
        : change.kind === 'add' && change.within === undefined
          ? change.field.name
          : null;
    const owner = [...former].find(
      ([present, names]) =>
        name !== null && names.includes(name) && !(change.kind === 'rename' && change.from === present),
    );
    if (!owner) continue;
    throw new UserError(
      `${dataset}.${name} was the name of ${owner[0]} before, which old changes still have under it`,
      { hint: 'Give the column a name that none of the others had.' },
    );
  }
}

/** The order of a level once its new fields are added, each behind the field that it follows. */
function levelOrder(present: readonly Field[], wanted: readonly NewField[]): string[] {
  const order = present.map(({ name }) => name);
  for (const [index, { name }] of wanted.entries()) {
    if (!order.includes(name)) order.splice(order.indexOf(wanted[index - 1]?.name ?? '') + 1, 0, name);
  }
  return order;
}

function levelChanges(
  place: string,
  present: readonly Field[],
  wanted: readonly NewField[],
  within?: string,
): SchemaChange[] {
  const gone = present.find((field) => !wanted.some(({ name }) => name === field.name));
  if (gone) throw refusal(`${place}.${gone.name}`, 'is in the table, but no longer in the contract');
  return wanted.flatMap((field, index): SchemaChange[] => {
    const known = present.find(({ name }) => name === field.name);
    if (known) return typeChanges(`${place}.${field.name}`, known, field, inside(within, field.name));
    const before = wanted[index - 1];
    return [
      {
        kind: 'add',
        field: { ...field, required: false },
        ...(within === undefined ? {} : { within }),
        ...(before ? { after: before.name } : {}),
      },
    ];
  });
}

function typeChanges(place: string, present: Field, wanted: NewField, path: string): SchemaChange[] {
  const from: IcebergType = present.type;
  const to = wanted.type;
  if (typeof from === 'string' && typeof to === 'string') {
    if (from === to) return [];
    // Values of a decimal that was wider once stay as wide in old files; new ones fit all the same.
    if (fitsDecimal(to, from)) return [];
    if (isDecimal(from) && isDecimal(to)) return [{ kind: 'widen', name: path, type: to }];
  } else if (typeof from !== 'string' && typeof to !== 'string') {
    if (from.type === 'struct' && 'struct' in to) return levelChanges(place, from.fields, to.struct, path);
    if (from.type === 'list' && 'list' in to) {
      const element = { name: 'element', required: false };
      const [id, elementPath] = [from['element-id'], inside(path, 'element')];
      return typeChanges(
        place,
        { ...element, id, type: from.element },
        { ...element, type: to.list },
        elementPath,
      );
    }
  }
  throw refusal(place, `has the type ${printed(from)} in the table and another in the contract`);
}

const inside = (within: string | undefined, name: string) =>
  within === undefined ? name : `${within}.${name}`;
const printed = (type: IcebergType) => (typeof type === 'string' ? type : type.type);

function refusal(place: string, rule: string): UserError {
  return new UserError(`${place} ${rule}`, {
    hint: 'Only new columns, more digits before the point and another order are taken over. For any other change give the column a new name.',
  });
}
