import fc from 'fast-check';

/** Statements as people might write them, right and wrong, over the school of `support.ts`. */
const column = fc.constantFrom(
  'student_id',
  'age',
  'gpa',
  'tags',
  'birth_date',
  'changed_at',
  's.address.city',
  's.age',
  'minutes',
  'nothing',
);
const constant = fc.constantFrom(
  '1',
  '-2',
  '3000000000',
  '1.50',
  '2e0',
  "'a'",
  "''",
  'NULL',
  'true',
  "DATE '2026-03-01'",
  "TIMESTAMP '2026-03-01 10:00:00 UTC'",
  "INTERVAL '2' DAY",
  'ARRAY[1, 2]',
  "X'61'",
);
const operator = fc.constantFrom(
  '+',
  '-',
  '*',
  '/',
  '%',
  '||',
  '=',
  '<>',
  '<',
  '>=',
  'AND',
  'OR',
  'IS DISTINCT FROM',
);
const called = fc.constantFrom(
  'lower',
  'count',
  'sum',
  'max',
  'coalesce',
  'greatest',
  'cardinality',
  'abs',
  'length',
  'concat',
  'array_agg',
  'date_trunc',
  'try',
  'unheard_of',
);
const type = fc.constantFrom(
  'bigint',
  'integer',
  'double',
  'varchar',
  'varchar(3)',
  'decimal(10, 2)',
  'date',
  'timestamp(6)',
  'array(varchar)',
  'boolean',
  'json',
  'nonsense',
);

const { expr } = fc.letrec<{ expr: string }>((tie) => {
  const inner = tie('expr');
  return {
    expr: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      column,
      constant,
      fc.tuple(inner, operator, inner).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc
        .tuple(called, fc.array(inner, { maxLength: 3 }))
        .map(([name, args]) => `${name}(${args.join(', ')})`),
      fc.tuple(inner, type).map(([value, to]) => `CAST(${value} AS ${to})`),
      fc.tuple(inner, type).map(([value, to]) => `TRY_CAST(${value} AS ${to})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `CASE WHEN ${a} THEN ${b} ELSE ${c} END`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `${a} BETWEEN ${b} AND ${c}`),
      fc.tuple(inner, inner).map(([a, b]) => `${a} NOT IN (${b}, NULL)`),
      inner.map((a) => `${a} IS NULL`),
      inner.map((a) => `transform(tags, x -> ${a})`),
      inner.map((a) => `count(${a}) OVER (PARTITION BY student_id ORDER BY ${a})`),
      inner.map((a) => `(SELECT max(${a}) FROM attendance a WHERE a.student_id = s.student_id)`),
      inner.map((a) => `EXISTS (SELECT 1 FROM attendance WHERE ${a})`),
      inner.map((a) => `${a} AT TIME ZONE 'America/Bogota'`),
      inner.map((a) => `${a}[1]`),
    ),
  };
});

const clause = (word: string) =>
  fc.option(
    expr.map((value) => ` ${word} ${value}`),
    { nil: '', freq: 2 },
  );

export const statements: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(expr, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(
      'students s',
      'students s JOIN attendance USING (student_id)',
      'students s CROSS JOIN UNNEST(tags) WITH ORDINALITY AS t (tag, n)',
      "(VALUES ('s1', 1, 2.5)) AS s (student_id, age, gpa)",
    ),
    clause('WHERE'),
    clause('GROUP BY'),
    clause('HAVING'),
    clause('ORDER BY'),
    fc.constantFrom('', ' LIMIT 2', ' OFFSET 1 LIMIT 1', ' UNION ALL SELECT 1', ' EXCEPT SELECT NULL'),
  )
  .map(([items, from, ...rest]) => `SELECT ${items.join(', ')} FROM ${from}${rest.join('')}`);

const one = fc.constantFrom;
interface Typed {
  readonly number: string;
  readonly text: string;
  readonly truth: string;
  readonly moment: string;
  readonly list: string;
}

/** Expressions whose parts fit together, mostly. */
const typed = fc.letrec<Typed>((tie) => {
  const [number, text, truth, moment, list] = [
    tie('number'),
    tie('text'),
    tie('truth'),
    tie('moment'),
    tie('list'),
  ];
  const depth = { maxDepth: 4 } as const;
  return {
    number: fc.oneof(
      depth,
      one('age', 'gpa', 's.address.floor', '1', '2.50', '3e0', 'NULL', '7000000000'),
      fc.tuple(number, one('+', '-', '*', '/', '%'), number).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(one('abs', 'round', 'floor', 'sign'), number).map(([name, a]) => `${name}(${a})`),
      fc
        .tuple(one('coalesce', 'greatest', 'nullif'), number, number)
        .map(([name, a, b]) => `${name}(${a}, ${b})`),
      fc
        .tuple(number, one('bigint', 'double', 'decimal(20, 3)', 'integer'))
        .map(([a, to]) => `CAST(${a} AS ${to})`),
      fc.tuple(truth, number, number).map(([a, b, c]) => `CASE WHEN ${a} THEN ${b} ELSE ${c} END`),
      text.map((a) => `length(${a})`),
      list.map((a) => `cardinality(${a})`),
      moment.map((a) => `year(${a})`),
      number.map((a) => `(SELECT max(minutes) FROM attendance WHERE minutes > ${a})`),
      number.map((a) => `sum(${a}) OVER (PARTITION BY student_id ORDER BY age)`),
    ),
    text: fc.oneof(
      depth,
      one('student_id', 's.address.city', "'año'", "''", 'CAST(NULL AS varchar)'),
      fc.tuple(text, text).map(([a, b]) => `(${a} || ${b})`),
      fc.tuple(one('lower', 'upper', 'trim', 'reverse'), text).map(([name, a]) => `${name}(${a})`),
      fc.tuple(text, number).map(([a, n]) => `substr(${a}, CAST(${n} AS integer))`),
      number.map((a) => `CAST(${a} AS varchar)`),
      moment.map((a) => `CAST(${a} AS varchar)`),
      list.map((a) => `element_at(${a}, 1)`),
    ),
    truth: fc.oneof(
      depth,
      one('true', 'age > 3', "student_id LIKE 's%'"),
      fc.tuple(number, one('=', '<>', '<', '>='), number).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(text, one('=', 'IS DISTINCT FROM'), text).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(truth, one('AND', 'OR'), truth).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(number, number, number).map(([a, b, c]) => `(${a} NOT BETWEEN ${b} AND ${c})`),
      fc.tuple(text, text).map(([a, b]) => `(${a} IN (${b}, 'x'))`),
      fc.tuple(moment, moment).map(([a, b]) => `(${a} < ${b})`),
      truth.map((a) => `EXISTS (SELECT 1 FROM attendance a WHERE a.student_id = s.student_id AND ${a})`),
    ),
    moment: fc.oneof(
      depth,
      one('birth_date', 'changed_at', "DATE '2026-03-01'", "TIMESTAMP '2026-03-01 10:00:00'"),
      moment.map((a) => `(${a} + INTERVAL '1' MONTH)`),
      moment.map((a) => `date_trunc('month', ${a})`),
      moment.map((a) => `CAST(${a} AS timestamp(6))`),
      moment.map((a) => `date_add('day', 2, ${a})`),
    ),
    list: fc.oneof(
      depth,
      one('tags', "ARRAY['a', NULL]"),
      list.map((a) => `filter(${a}, x -> x IS NOT NULL)`),
      text.map((a) => `transform(tags, x -> x || ${a})`),
      fc.tuple(list, list).map(([a, b]) => `(${a} || ${b})`),
      list.map((a) => `array_distinct(${a})`),
    ),
  };
});

/** Statements that mostly mean something. */
export const meaningful: fc.Arbitrary<string> = fc
  .tuple(fc.oneof(typed.number, typed.text, typed.truth, typed.moment, typed.list), typed.truth, fc.boolean())
  .map(([item, where, grouped]) =>
    grouped
      ? `SELECT ${item} AS k, count(*) FROM students s WHERE ${where} GROUP BY 1 ORDER BY 1`
      : `SELECT DISTINCT ${item} FROM students s WHERE ${where}`,
  );

const word = fc.constantFrom(
  ...'SELECT FROM WHERE GROUP BY ( ) , . * = <> - -> [ ] CASE WHEN THEN END CAST AS x "y" \'z\' 1 1.5 1e3 UNNEST JOIN ON WITH ORDER LIMIT OVER ROWS BETWEEN AND NULL INTERVAL DAY AT TIME ZONE ROW ARRAY EXISTS UNION VALUES TABLE EXPLAIN SHOW TABLES FOR VERSION OF students /* -- ; | ?'.split(
    ' ',
  ),
);
/** What cannot be expected to mean anything. */
export const noise: fc.Arbitrary<string> = fc.oneof(
  fc.array(word, { maxLength: 25 }).map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
