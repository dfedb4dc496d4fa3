import type { Reading } from '../../mapping/compile.ts';

const unreadable: Reading = { value: undefined };
const forms = {
  '.': /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/,
  ',': /^\s*([+-]?)(\d*)(?:,(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/,
};

export type DecimalMark = keyof typeof forms;

/**
 * A number as digits with exactly `scale` of them behind the point, without ever being a floating one. Digits beyond
 * are rounded half away from zero, and that is told. Separators of thousands are unreadable: they may as well be marks.
 */
export function readDecimal(text: string, scale: number, mark: DecimalMark): Reading {
  const match = forms[mark].exec(text);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match ?? [];
  const written = whole + fraction;
  if (!match || written === '') return unreadable;
  const zeros = Math.max(0, -(whole.length + Number(exponent)));
  const digits = '0'.repeat(zeros) + written;
  const point = whole.length + Number(exponent) + zeros;
  const all = digits.padEnd(point + scale, '0');
  const rest = all.slice(point + scale);
  const kept = BigInt(all.slice(0, point + scale) || '0') + (/^[5-9]/.test(rest) ? 1n : 0n);
  const value = pointed(kept, scale, sign === '-');
  return /[1-9]/.test(rest) ? { value, repair: `rounded to ${scale} fraction digits` } : { value };
}

/** A whole number; one with a fraction is none. */
export function readInteger(text: string, mark: DecimalMark): Reading {
  const { value, repair } = readDecimal(text, 0, mark);
  return repair ? unreadable : { value };
}

function pointed(scaled: bigint, scale: number, isNegative: boolean): string {
  const digits = scaled.toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const sign = isNegative && scaled !== 0n ? '-' : '';
  return sign + digits.slice(0, point) + (scale > 0 ? `.${digits.slice(point)}` : '');
}
