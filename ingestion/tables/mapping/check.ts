import { UserError } from '../../../base/errors.ts';
import { contractOf } from '../../../datasets/catalog.ts';
import type { Column } from '../../../datasets/columns.ts';
import { cellProblem } from '../../../datasets/values.ts';
import type { Feed, FileMapping, TableMapping, TableRule } from '../../mapping/tables/tableMapping.ts';
import { sourceColumns } from '../rows/fields.ts';
import { dateFormsProblem } from '../values/dates.ts';

/** Refuses a mapping that contradicts itself, names what is not there, or could be read in two ways. */
export function checkTableMapping(mapping: TableMapping): void {
  const { name, files } = mapping;
  const problems = [
    ...(/^[\w.-]+$/.test(name) ? [] : [`the name "${name}" holds more than letters, digits and . _ -`]),
    ...files.flatMap((file) => fileProblems(file)),
    ...twins(files.map(({ file }) => file)).map((file) => `${file} is mapped twice`),
    ...(files.every(({ feeds }) => feeds.length > 0) && files.length > 0
      ? []
      : ['a file of it fills nothing']),
    ...snapshotProblems(mapping),
  ];
  if (problems.length === 0) return;
  throw new UserError(`mapping ${name}: ${problems.join('; ')}`, { hint: 'Correct the mapping.' });
}

function fileProblems({ file, dates = [], zone, secret = [], feeds }: FileMapping): string[] {
  const problems = [dateFormsProblem(dates), zone === undefined ? null : zoneProblem(zone)];
  for (const feed of feeds) {
    const contract = contractOf(feed.dataset);
    for (const [field, rule] of Object.entries(feed.fields)) {
      const column = contract.columns[field];
      const found = column ? ruleProblem(field, rule, column, secret) : null;
      problems.push(found && `${feed.dataset}.${field} ${found}`);
    }
  }
  return problems.flatMap((problem) => (problem ? [`${file}: ${problem}`] : []));
}

function ruleProblem(
  field: string,
  rule: TableRule,
  column: Column,
  secret: readonly string[],
): string | null {
  const columns = sourceColumns(rule);
  const hidden = columns.find((name) => secret.includes(name));
  if (hidden) return `reads ${hidden}, which is secret`;
  if (typeof rule === 'string') return null;
  if ('template' in rule || 'lookup' in rule) {
    const template = 'template' in rule ? rule.template : rule.key;
    if (/[{}]/.test(template.replace(/\{[^{}]+\}/g, ''))) return `has a brace too many in "${template}"`;
    if (columns.length === 0) return `names no column in "${template}"`;
  }
  if ('zone' in rule && rule.zone !== undefined) return zoneProblem(rule.zone);
  if ('lookup' in rule) {
    const taken = contractOf(rule.lookup).columns[rule.take];
    if (!taken) return `takes ${rule.take}, which is no column of ${rule.lookup}`;
    return taken.type.kind === column.type.kind ? null : `takes ${rule.take}, which is a ${taken.type.kind}`;
  }
  const values = [
    ...('codes' in rule ? Object.values(rule.codes ?? {}) : []),
    'constant' in rule ? rule.constant : null,
    'otherwise' in rule ? (rule.otherwise ?? null) : null,
  ];
  return column.type.kind === 'list' ? null : valueProblem(field, values, column);
}

function valueProblem(field: string, values: readonly unknown[], column: Column): string | null {
  for (const value of values) {
    const problem = value === null ? null : cellProblem(field, column, value);
    if (problem) return `is given ${JSON.stringify(value)}, which ${problem.rule}`;
  }
  return null;
}

function zoneProblem(zone: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return null;
  } catch {
    return `names the time zone "${zone}", which does not exist`;
  }
}

/** A dataset is a snapshot only as a whole: a load would remove what another file brought. */
function snapshotProblems({ files }: TableMapping): string[] {
  const feeds = files.flatMap(({ file, feeds }) => feeds.map((feed) => ({ file, feed })));
  const partial = ({ file, feed }: { file: string; feed: Feed }) =>
    feed.snapshot &&
    feeds.some(
      (other) => other.feed.dataset === feed.dataset && (other.file !== file || !other.feed.snapshot),
    );
  return feeds
    .filter(partial)
    .map(({ file, feed }) => `${file}: ${feed.dataset} is a snapshot, but also filled otherwise`);
}

function twins(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) < index);
}
