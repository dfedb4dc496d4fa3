/** A day as the count of days since 1970-01-01, so that days add and compare as numbers. */
export type Day = number;

const millisPerDay = 86_400_000;

export function dayOf(text: string): Day {
  return Date.parse(`${text}T00:00:00Z`) / millisPerDay;
}

const texts = new Map<Day, string>();

/** `YYYY-MM-DD`. */
export function dateText(day: Day): string {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(day * millisPerDay).toISOString().slice(0, 10);
    texts.set(day, text);
  }
  return text;
}

/** 0 is Sunday, as in Date. */
export const weekdayOf = (day: Day): number => (day + 4) % 7;

/** 1 to 12. */
export const monthOf = (day: Day): number => Number(dateText(day).slice(5, 7));

/** A UTC instant on a day, as PostgreSQL reads it. `second` counts from midnight. */
export function instantOf(day: Day, second: number, micros = 0): string {
  return `${dateText(day)} ${clockText(second)}.${String(micros).padStart(6, '0')}+00`;
}

/** A time without zone on a day, as the oldest tables keep it. */
export const localTimeOf = (day: Day, second: number): string => `${dateText(day)} ${clockText(second)}`;

function clockText(second: number): string {
  const part = (value: number) => String(Math.floor(value) % 60).padStart(2, '0');
  return `${String(Math.floor(second / 3600)).padStart(2, '0')}:${part(second / 60)}:${part(second)}`;
}

/** Easter Sunday (Gregorian), by the algorithm of Meeus, Jones and Butcher. */
export function easterOf(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return dayOf(
    `${year}-${String(Math.floor(f / 31)).padStart(2, '0')}-${String((f % 31) + 1).padStart(2, '0')}`,
  );
}
