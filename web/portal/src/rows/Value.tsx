import { useWords } from '../settings/settings.tsx';
import { chartWords } from '../words/charts.ts';
import { visible } from './visible.ts';

/** An exact value as people read it. Its direction is its own: it turns nothing around it. */
export function Value({ value }: { readonly value: unknown }) {
  const { noValue } = useWords(chartWords);
  if (value === null || value === undefined) return <i className="missing">{noValue}</i>;
  return <bdi>{visible(textOf(value))}</bdi>;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ');
  return JSON.stringify(value);
}
