import { expect, test } from 'vitest';
import { copyPositions } from '../../../ingestion/postgres/snapshot.ts';

test('a copy stands one byte below its consistent point, where the first streamed commit may be', () => {
  const positions = copyPositions(3, 0x1_0000_0100n);
  expect(positions.begin).toBe('00000003.00000001000000ff.00000000');
  expect(positions.row(1)).toBe('00000003.00000001000000ff.00000001');
  expect(positions.end).toBe('00000003.00000001000000ff.ffffffff');
});
