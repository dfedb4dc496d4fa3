/**
 * Which number of a date such as 8/5/2020 is the day. OneRoster comes from a country that puts the month first, so
 * that this is what counts where no date of a bundle tells; `unclear` are dates of both kinds beside each other.
 */
export type DayOrder = 'month first' | 'day first' | 'unclear';

/** The orders that some date of a file proves: no month is above 12. */
export interface DayEvidence {
  readonly monthFirst: boolean;
  readonly dayFirst: boolean;
}

export function dayOrderOf(evidence: Iterable<DayEvidence>): DayOrder {
  const all = [...evidence];
  if (!all.some(({ dayFirst }) => dayFirst)) return 'month first';
  return all.some(({ monthFirst }) => monthFirst) ? 'unclear' : 'day first';
}

/** Longer than any date that a piece of a file may end in the middle of. */
const longest = 12;
const datesAtStart = /(?<=[,;\t|"\r\n])\s*(\d{1,2})([/-])(\d{1,2})\2\d{4}(?=\D)/g;

/**
 * Gathers evidence from the pieces of a file, in whatever encoding, looking at cells that begin with a date. A
 * line break behind the last piece ends its last cell.
 */
export function gatherDayEvidence() {
  const found = { monthFirst: false, dayFirst: false };
  let rest = ',';
  return {
    found,
    take(piece: Buffer): void {
      const text = rest + piece.toString('latin1').replaceAll('\0', '');
      for (const [, first, , second] of text.matchAll(datesAtStart)) {
        if (Number(first) > 12 && Number(second) <= 12) found.dayFirst = true;
        if (Number(second) > 12 && Number(first) <= 12) found.monthFirst = true;
      }
      rest = text.slice(-longest);
    },
  };
}
