/**
 * A change's place in its source's order, as text that sorts: `<epoch>.<LSN>.<ordinal>`, hexadecimal of 8, 16
 * and 8 digits. For files: epoch, load number, row. Compared within one source only.
 */
export function positionText(epoch: number, lsn: bigint, ordinal: number): string {
  return `${hex(epoch, 8)}.${hex(lsn, 16)}.${hex(ordinal, 8)}`;
}

/** The parts of a position text. */
export function parsePosition(text: string): { epoch: number; lsn: bigint; ordinal: number } {
  const [epoch = '0', lsn = '0', ordinal = '0'] = text.split('.');
  return {
    epoch: Number.parseInt(epoch, 16),
    lsn: BigInt(`0x${lsn}`),
    ordinal: Number.parseInt(ordinal, 16),
  };
}

function hex(value: number | bigint, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
