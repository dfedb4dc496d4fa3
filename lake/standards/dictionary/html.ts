import { hash } from 'node:crypto';
import type { ColumnEntry, Entry } from './entries.ts';
import { script, style } from './page.ts';
import { type Language, words } from './words.ts';

/**
 * The dictionary as one page that needs nothing else: no server, no network. Its own policy lets nothing run but its
 * one script, which narrows the page down to what is looked for.
 */
export function dictionaryHtml(entries: readonly Entry[], language: Language): string {
  const said = words[language];
  const links = entries.map(
    ({ name, label }) =>
      `<li><a href="#${text(name)}">${text(name)}</a> <span lang="es">${text(label)}</span></li>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${sha(style)}'; script-src '${sha(script)}'">
<title>${text(said.title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${text(said.title)}</h1>
<p>${text(said.about)}</p>
<input type="search" id="wanted" aria-label="${text(said.find)}" placeholder="${text(said.find)}">
</header>
<nav aria-label="${text(said.datasets)}"><ul>
${links.join('\n')}
</ul></nav>
<main>
${entries.map((entry) => section(entry, language)).join('\n')}
</main>
<script>${script}</script>
</body>
</html>
`;
}

function section(entry: Entry, language: Language): string {
  const said = words[language];
  const fact = ([name, value]: readonly [string, string], isLong = false) =>
    `<div${isLong ? ' class="long"' : ''}><dt>${text(name)}</dt><dd>${text(value)}</dd></div>`;
  const facts = [
    ...entry.facts.map((each) => fact(each)),
    ...(entry.from.length > 0 ? [fact([said.madeOf, entry.from.join(', ')], true)] : []),
    ...(entry.to.length > 0 ? [fact([said.readBy, entry.to.join(', ')], true)] : []),
  ];
  const headings = [said.column, said.type, said.required, said.reveals, said.meaning];
  const rules = entry.rules.map(
    ({ name, severity, demand }) =>
      `<li><b>${text(name)}</b> (${text(severity)}): <span>${text(demand)}</span></li>`,
  );
  return `<section id="${text(entry.name)}" data-words="${text(`${entry.name} ${entry.label} ${entry.meaning}`.toLowerCase())}">
<h2>${text(entry.name)}</h2>
<p><i lang="es">${text(entry.label)}.</i> <span lang="en">${text(entry.meaning)}</span></p>
<dl>${facts.join('')}</dl>
<div class="wide" tabindex="0" role="region" aria-label="${text(entry.name)}"><table>
<thead><tr>${headings.map((heading) => `<th scope="col">${text(heading)}</th>`).join('')}</tr></thead>
<tbody>
${entry.columns.map((column) => row(column, language)).join('\n')}
</tbody></table></div>
${rules.length > 0 ? `<h3>${text(said.rules)}</h3>\n<ul>${rules.join('')}</ul>` : ''}
</section>`;
}

function row(column: ColumnEntry, language: Language): string {
  const said = words[language];
  const { name, label, meaning, type, isRequired, reveals, references, vocabulary } = column;
  const link =
    references === null
      ? ''
      : ` ${text(said.refersTo)} <a href="#${text(references)}">${text(references)}</a>.`;
  const values = vocabulary.length > 0 ? ` ${text(said.values)}: ${text(vocabulary.join(', '))}.` : '';
  return `<tr data-words="${text(`${name} ${label} ${meaning}`.toLowerCase())}"><th scope="row"><code>${text(name)}</code><br><span lang="es">${text(label)}</span></th><td>${text(type)}</td><td>${isRequired ? said.yes : said.no}</td><td>${text(reveals)}</td><td><span lang="en">${text(meaning)}</span>${link}${values}</td></tr>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const text = (value: string): string => value.replaceAll(/[&<>"']/g, (sign) => entities[sign] as string);

/** As a policy names what it allows: https://www.w3.org/TR/CSP3/#grammardef-hash-source */
const sha = (content: string): string => `sha256-${hash('sha256', content, 'base64')}`;
