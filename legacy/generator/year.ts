import { type Day, dateText, dayOf, easterOf, weekdayOf } from './days.ts';

export interface Term {
  readonly name: string;
  readonly first: Day;
  readonly last: Day;
}

export type DayKind = 'LECTIVO' | 'FESTIVO' | 'VACACIONES' | 'FIN_DE_SEMANA' | 'NO_LECTIVO';

export interface CalendarDay {
  readonly day: Day;
  readonly kind: DayKind;
  readonly name: string | null;
}

/** One school year of the region of Madrid, worked out from the year in which it ends. */
export interface SchoolYear {
  readonly endsIn: number;
  /** `2025/2026`. */
  readonly name: string;
  readonly first: Day;
  readonly last: Day;
  /** The three evaluations. */
  readonly terms: readonly Term[];
  /** The day until which everything has happened. */
  readonly today: Day;
  readonly calendar: readonly CalendarDay[];
  /** Days with classes from the first to today. */
  readonly schoolDays: readonly Day[];
}

export function schoolYear(endsIn: number): SchoolYear {
  const starts = endsIn - 1;
  const easter = easterOf(endsIn);
  const first = weekdayFrom(dayOf(`${starts}-09-08`));
  const last = weekdayUntil(dayOf(`${endsIn}-06-19`));
  const today = weekdayUntil(dayOf(`${endsIn}-03-20`));
  const calendar: CalendarDay[] = [];
  for (let day = dayOf(`${starts}-09-01`); day <= dayOf(`${endsIn}-06-30`); day++) {
    calendar.push({ day, ...dayKind(day, { starts, endsIn, easter, first, last }) });
  }
  return {
    endsIn,
    name: `${starts}/${endsIn}`,
    first,
    last,
    terms: [
      { name: '1.ª evaluación', first, last: dayOf(`${starts}-12-19`) },
      { name: '2.ª evaluación', first: dayOf(`${starts}-12-20`), last: easter - 9 },
      { name: '3.ª evaluación', first: easter - 8, last },
    ],
    today,
    calendar,
    schoolDays: calendar.filter(({ day, kind }) => kind === 'LECTIVO' && day <= today).map(({ day }) => day),
  };
}

const feasts: Readonly<Record<string, string>> = {
  '10-12': 'Fiesta Nacional',
  '11-01': 'Todos los Santos',
  '12-06': 'Día de la Constitución',
  '12-08': 'Inmaculada Concepción',
  '05-01': 'Fiesta del Trabajo',
  '05-02': 'Fiesta de la Comunidad de Madrid',
};

function dayKind(
  day: Day,
  year: { starts: number; endsIn: number; easter: Day; first: Day; last: Day },
): Omit<CalendarDay, 'day'> {
  const feast = feasts[dateText(day).slice(5)];
  if (feast) return { kind: 'FESTIVO', name: feast };
  const weekday = weekdayOf(day);
  if (weekday === 0 || weekday === 6) return { kind: 'FIN_DE_SEMANA', name: null };
  if (day < year.first || day > year.last) return { kind: 'NO_LECTIVO', name: null };
  if (day > dayOf(`${year.starts}-12-21`) && day < dayOf(`${year.endsIn}-01-08`)) {
    return { kind: 'VACACIONES', name: 'Navidad' };
  }
  if (day >= year.easter - 9 && day <= year.easter + 1) return { kind: 'VACACIONES', name: 'Semana Santa' };
  // A long weekend at the end of February.
  const end = dayOf(`${year.endsIn}-02-28`);
  const friday = end - ((weekdayOf(end) + 2) % 7);
  if (day === friday || day === friday + 3) return { kind: 'NO_LECTIVO', name: 'Día no lectivo' };
  return { kind: 'LECTIVO', name: null };
}

function weekdayFrom(day: Day): Day {
  const weekday = weekdayOf(day);
  return weekday === 6 ? day + 2 : weekday === 0 ? day + 1 : day;
}

function weekdayUntil(day: Day): Day {
  const weekday = weekdayOf(day);
  return weekday === 6 ? day - 1 : weekday === 0 ? day - 2 : day;
}
