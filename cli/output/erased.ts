import type { Erased } from '../../runtime/commands/erase.ts';
import type { Certificate } from '../../runtime/erasure/certificate.ts';
import { type Paper, tableText } from './table.ts';
import { counted, grouped } from './text.ts';

/** What there is about a person, or what became of it. */
export function erasedText({ rows, versions, certificate }: Erased, paper: Paper): string {
  const { deleted, anonymised, quarantined } = rows;
  const titles = ['dataset', 'rows that go', 'made anonymous', 'versions'];
  const lines = Object.keys(versions).map((dataset) => [
    dataset,
    ...[deleted, anonymised, versions].map((counts) => grouped(counts[dataset] ?? 0)),
  ]);
  const table = tableText(
    titles.map((title, index) => ({ title, right: index > 0 })),
    lines,
    paper,
  );
  const broken = quarantined > 0 ? `${counted(quarantined, 'row')} in quarantine\n` : '';
  return `${table}${broken}${certificate ? certificateText(certificate) : ''}`;
}

function certificateText({
  path,
  verified,
  backups,
  exports,
}: Certificate & { readonly path: string }): string {
  const looked = verified
    ? `found ${counted(verified.values, 'value')} of theirs in ${counted(verified.before, 'place')} before, and in ${counted(verified.after, 'place')} after\n`
    : '';
  const others = [
    ...backups.map(({ to, at }) => `still held by the backup ${to} of ${at}\n`),
    ...exports.map(({ dataset, to, at }) => `still held by the export of ${dataset} to ${to} of ${at}\n`),
  ].join('');
  return `${looked}${others}certificate  ${path}\n`;
}
