import { expect, test } from 'vitest';
import {
  arrayOf,
  decimalOf,
  instantOf,
  mapOf,
  plain,
  type SqlType,
  varcharOf,
} from '../../analytics/sql/types.ts';
import { hiveType } from '../../infra/glue/types.ts';

test.each<[SqlType, string]>([
  [varcharOf(), 'string'],
  [varcharOf(5), 'varchar(5)'],
  [{ kind: 'char', length: 2 }, 'char(2)'],
  [plain('integer'), 'int'],
  [plain('bigint'), 'bigint'],
  [plain('real'), 'float'],
  [plain('varbinary'), 'binary'],
  [plain('boolean'), 'boolean'],
  [plain('date'), 'date'],
  [decimalOf(9, 2), 'decimal(9,2)'],
  [{ kind: 'timestamp', precision: 6 }, 'timestamp'],
  [instantOf(6), 'timestamp'],
  [arrayOf(plain('integer')), 'array<int>'],
  [mapOf(varcharOf(), plain('double')), 'map<string,double>'],
  [
    {
      kind: 'row',
      fields: [
        { name: 'a', type: varcharOf() },
        { name: 'b', type: plain('date') },
      ],
    },
    'struct<a:string,b:date>',
  ],
])('%j is %s', (type, hive) => {
  expect(hiveType(type)).toBe(hive);
});

test('a type that Hive has not is refused', () => {
  expect(() => hiveType(plain('uuid'))).toThrow(
    'a view of the Glue catalogue has no columns of the type uuid',
  );
});
