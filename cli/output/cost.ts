import type { Cost } from '../../analytics/engine/engine.ts';
import { durationText } from './status.ts';

/** US dollars for a terabyte scanned, in most regions (https://aws.amazon.com/athena/pricing/, 2026). */
const dollarsPerTerabyte = 5;
/** What a statement counts as at least, in bytes. */
const leastBytes = 10 * 1024 ** 2;

/** `scanned 1.2 GB in 3.4 s, about $0.006 at $5 a terabyte`. */
export function costText({ scannedBytes, millis, reused }: Cost): string {
  if (reused) return `the answer of an earlier run, in ${durationText(millis)}, at no cost`;
  const dollars = (Math.max(scannedBytes, leastBytes) / 1024 ** 4) * dollarsPerTerabyte;
  const price = dollars < 0.01 ? dollars.toPrecision(1) : dollars.toFixed(2);
  return `scanned ${bytesText(scannedBytes)} in ${durationText(millis)}, about $${price} at $${dollarsPerTerabyte} a terabyte`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

function bytesText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const amount = bytes / 1024 ** step;
  return `${step === 0 ? amount : amount.toFixed(1)} ${units[step]}`;
}
