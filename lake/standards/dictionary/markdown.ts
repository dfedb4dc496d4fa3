import type { Entry } from './entries.ts';
import { type Language, words } from './words.ts';

/** The dictionary as one page of Markdown (CommonMark with tables, as GitHub has them). */
export function dictionaryMarkdown(entries: readonly Entry[], language: Language): string {
  const said = words[language];
  const contents = entries.map(({ name, label }) => `- [${name}](#${name}): ${text(label)}`);
  const parts = entries.map((entry) => section(entry, language));
  return [`# ${said.title}`, said.about, contents.join('\n'), ...parts].join('\n\n').concat('\n');
}

function section(entry: Entry, language: Language): string {
  const said = words[language];
  const headings = [said.column, said.label, said.type, said.required, said.reveals, said.meaning];
  const rows = entry.columns.map((column) => [
    `\`${column.name}\``,
    text(column.label),
    text(column.type),
    column.isRequired ? said.yes : said.no,
    column.reveals,
    [
      text(column.meaning),
      column.references && `${said.refersTo} [${column.references}](#${column.references}).`,
      column.vocabulary.length > 0 && `${said.values}: ${column.vocabulary.map(text).join(', ')}.`,
    ]
      .filter(Boolean)
      .join(' '),
  ]);
  const facts = entry.facts.map(([name, value]) => `- ${name}: ${text(value)}`);
  const ways = [
    ...(entry.from.length > 0 ? [`- ${said.madeOf}: ${entry.from.join(', ')}`] : []),
    ...(entry.to.length > 0 ? [`- ${said.readBy}: ${entry.to.join(', ')}`] : []),
  ];
  const rules = entry.rules.map(({ name, severity, demand }) => `- ${name} (${severity}): ${text(demand)}`);
  return [
    `## ${entry.name}`,
    `*${text(entry.label)}.* ${text(entry.meaning)}`,
    [...facts, ...ways].join('\n'),
    table(headings, rows),
    ...(rules.length > 0 ? [`${said.rules}:`, rules.join('\n')] : []),
  ].join('\n\n');
}

const table = (headings: readonly string[], rows: readonly (readonly string[])[]) =>
  [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** What Markdown would take for more than text. */
const text = (value: string): string => value.replaceAll(/[\\`*[\]<>|#]/g, (sign) => `\\${sign}`);
