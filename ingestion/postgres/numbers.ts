const plain = /^([+-]?)0*(\d*)(?:\.(\d*))?$/;
const scientific = /^([+-]?\d*\.?\d*)[eE]([+-]?\d{1,3})$/;

/**
 * A number as PostgreSQL writes it, with exactly `scale` fraction digits; undefined when it is no number or when
 * digits other than zero would be lost. Exponents occur in `real` and `double precision`.
 */
export function rescale(text: string, scale: number): string | undefined {
  const exponent = scientific.exec(text);
  if (exponent) {
    const moved = movePoint(exponent[1] as string, Number(exponent[2]));
    return moved === undefined ? undefined : rescale(moved, scale);
  }
  const match = plain.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (whole === '' && !/\d/.test(text)) return undefined;
  const kept = fraction.slice(0, scale).padEnd(scale, '0');
  if (/[1-9]/.test(fraction.slice(scale))) return undefined;
  const digits = scale === 0 ? whole || '0' : `${whole || '0'}.${kept}`;
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

function movePoint(mantissa: string, places: number): string | undefined {
  const match = /^([+-]?)(\d*)\.?(\d*)$/.exec(mantissa);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = `${whole}${fraction}`;
  const point = whole.length + places;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}.${digits.slice(point)}`;
}
