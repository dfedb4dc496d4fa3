import type { Bound, PrimitiveType } from './types.ts';

/**
 * Bounds of columns: single values, serialized as bytes by "Appendix D: Single-value serialization" of the
 * specification, and cut short where they are long.
 */
const microsPerSecond = 1_000_000n;
const secondsPerDay = 86_400n;

export function encodeBound(type: PrimitiveType, bound: Bound): Buffer {
  switch (type) {
    case 'boolean':
      return Buffer.from([bound === true ? 1 : 0]);
    case 'string':
      return Buffer.from(bound as string, 'utf8');
    case 'date': {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32LE(Number(secondsOf(`${bound}T00:00:00`) / secondsPerDay));
      return bytes;
    }
    case 'long':
    case 'timestamptz': {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(type === 'long' ? BigInt(bound) : microsOf(bound as string));
      return bytes;
    }
    default:
      return twosComplement(BigInt((bound as string).replace('.', '')));
  }
}

/** The bound that bytes stand for, or null if they are not of the type: another engine may know types that we don't. */
export function decodeBound(type: PrimitiveType, bytes: Buffer): Bound | null {
  switch (type) {
    case 'boolean':
      return bytes.length === 1 ? bytes[0] !== 0 : null;
    case 'string':
      return bytes.toString('utf8');
    case 'date':
      return bytes.length === 4 ? dateText(BigInt(bytes.readInt32LE()) * secondsPerDay) : null;
    case 'long':
      return bytes.length === 8 ? bytes.readBigInt64LE().toString() : null;
    case 'timestamptz':
      return bytes.length === 8 ? timestampText(bytes.readBigInt64LE()) : null;
    default:
      return bytes.length === 0 ? null : decimalText(fromTwosComplement(bytes), scaleOf(type));
  }
}

/** Orders two bounds of a type as Iceberg orders values: texts by code point, which is also UTF-8 byte order. */
export function compareBounds(type: PrimitiveType, a: Bound, b: Bound): number {
  if (type === 'string') return Buffer.compare(Buffer.from(a as string), Buffer.from(b as string));
  const [left, right] =
    type === 'long' || type.startsWith('decimal')
      ? [BigInt(String(a).replace('.', '')), BigInt(String(b).replace('.', ''))]
      : [a, b];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** How much of a text a bound keeps, in code points: the default of Iceberg's writers, `truncate(16)`. */
const keptCodePoints = 16;

export function cutLower(text: string): string {
  return [...text].slice(0, keptCodePoints).join('');
}

/** The shortest text that is at or above every text which begins like this one; null if there is none. */
export function cutUpper(text: string): string | null {
  const points = Array.from(text, (character) => character.codePointAt(0) as number);
  if (points.length <= keptCodePoints) return text;
  for (let last = keptCodePoints - 1; last >= 0; last--) {
    const next = followingCodePoint(points[last] as number);
    if (next !== null) return String.fromCodePoint(...points.slice(0, last), next);
  }
  return null;
}

function followingCodePoint(point: number): number | null {
  if (point === 0x10ffff) return null;
  return point === 0xd7ff ? 0xe000 : point + 1;
}

function secondsOf(isoWithoutFraction: string): bigint {
  return BigInt(Date.parse(`${isoWithoutFraction}Z`)) / 1000n;
}

function microsOf(timestamp: string): bigint {
  return secondsOf(timestamp.slice(0, 19)) * microsPerSecond + BigInt(timestamp.slice(20, 26));
}

/** Null outside of the years 0001 to 9999, the only ones that have a canonical form. */
function dateText(seconds: bigint): string | null {
  const iso = isoText(seconds);
  return iso === null ? null : iso.slice(0, 10);
}

function timestampText(micros: bigint): string | null {
  const fraction = ((micros % microsPerSecond) + microsPerSecond) % microsPerSecond;
  const iso = isoText((micros - fraction) / microsPerSecond);
  return iso === null ? null : `${iso.slice(0, 19)}.${fraction.toString().padStart(6, '0')}Z`;
}

function isoText(seconds: bigint): string | null {
  const date = new Date(Number(seconds) * 1000);
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString() : null;
}

function scaleOf(type: PrimitiveType): number {
  return Number(/^decimal\(\d+, ?(\d+)\)$/.exec(type)?.[1] ?? 0);
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return unscaled < 0n ? `-${text}` : text;
}

/** Big-endian, in the fewest bytes that keep the sign. */
function twosComplement(value: bigint): Buffer {
  let width = 1;
  while (BigInt.asIntN(width * 8, value) !== value) width++;
  return Buffer.from(
    BigInt.asUintN(width * 8, value)
      .toString(16)
      .padStart(width * 2, '0'),
    'hex',
  );
}

function fromTwosComplement(bytes: Buffer): bigint {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}
