import type { Dice } from '../dice.ts';
import type { Day } from './days.ts';
import type { Child, Family } from './families.ts';
import { isOpen, type School, teaches } from './schools.ts';
import type { SchoolYear } from './year.ts';

export type EntryReason = 'NUEVO_INGRESO' | 'CONTINUIDAD' | 'TRASLADO_ENTRADA';
export type ExitReason = 'TRASLADO' | 'BAJA_VOLUNTARIA' | 'CAMBIO_RESIDENCIA';

/** A time at one school. */
export interface Stay {
  readonly school: School;
  readonly from: Day;
  readonly entry: EntryReason;
  /** First day on which the student no longer comes; null while the stay lasts. */
  readonly until: Day | null;
  readonly exit: ExitReason | null;
}

export interface Student extends Child {
  readonly id: number;
  readonly family: Family;
  readonly nia: string;
  /** What a student would get at school by talent alone; normal, mean 0, deviation about 1. */
  readonly ability: number;
  /** Chance to miss a day, before weekday and season. */
  readonly absence: number;
  /** Chance to skip single classes of a day that was attended. */
  readonly truancy: number;
  readonly support: boolean;
  /** Never empty, in order of time. */
  readonly stays: readonly Stay[];
}

type Move = 'none' | 'transfer' | 'withdrawal' | 'late arrival';
/** What a family does in the middle of the year; all of its children do it together. */
interface Plan {
  readonly move: Move;
  readonly day: Day;
  /** Chooses the next school. */
  readonly roll: number;
}

const moves = [
  ['none', 925],
  ['transfer', 28],
  ['withdrawal', 22],
  ['late arrival', 25],
] as const;

/** Exactly `count` students, family by family, so that siblings follow each other and share their school. */
export function makeStudents(
  count: number,
  families: Iterable<Family>,
  schools: readonly School[],
  year: SchoolYear,
  chance: Dice,
): Student[] {
  const students: Student[] = [];
  for (const family of families) {
    const home = chooseHome(schools, chance);
    const plan: Plan = {
      move: chance.weighted(moves),
      day: chance.pick(year.schoolDays.slice(20, -10)),
      roll: chance.int(0, 999),
    };
    const talent = chance.normal();
    for (const child of family.children) {
      if (students.length === count) return students;
      const truant = child.level.stage !== 'PRIMARIA' && chance.chance(0.07);
      students.push({
        ...child,
        id: students.length + 1,
        family,
        nia: String(2_800_000_000 + 13 * students.length + chance.int(0, 12)),
        ability: 0.5 * talent + 0.85 * chance.normal(),
        absence: 0.025 * Math.exp(0.6 * chance.normal()) + (truant ? 0.08 + 0.15 * chance.next() : 0),
        truancy: truant ? 0.12 : child.level.stage === 'PRIMARIA' ? 0 : 0.006,
        support: chance.chance(0.09),
        stays: makeStays(child, home(child), plan, schools, year, chance),
      });
    }
  }
  return students;
}

/** One family sends its children to one charter school, or to one primary and one secondary school. */
function chooseHome(schools: readonly School[], chance: Dice): (child: Child) => School {
  const oneOf = (type: School['type']) =>
    chance.weighted(
      schools.filter((school) => school.type === type).map((school) => [school, school.weight]),
    );
  const charter = oneOf('CONCERTADO');
  if (chance.chance(0.22)) return () => charter;
  const [primary, secondary] = [oneOf('CEIP'), oneOf('IES')];
  return ({ level }) => (teaches(primary, level) ? primary : secondary);
}

function makeStays(
  child: Child,
  school: School,
  plan: Plan,
  schools: readonly School[],
  year: SchoolYear,
  chance: Dice,
): Stay[] {
  const isFirstYear = child.level.order === 1 || (child.level.order === 7 && school.type === 'IES');
  const entry = isFirstYear || chance.chance(0.04) ? 'NUEVO_INGRESO' : 'CONTINUIDAD';
  const whole: Stay = { school, from: year.first, entry, until: null, exit: null };
  switch (plan.move) {
    case 'none':
      return [whole];
    case 'late arrival':
      return [{ ...whole, from: plan.day, entry: 'TRASLADO_ENTRADA' }];
    case 'withdrawal':
      return [{ ...whole, until: plan.day, exit: chance.pick(['BAJA_VOLUNTARIA', 'CAMBIO_RESIDENCIA']) }];
    case 'transfer': {
      const others = schools.filter((other) => other !== school && teaches(other, child.level));
      const next = others[plan.roll % others.length] as School;
      return [
        { ...whole, until: plan.day, exit: 'TRASLADO' },
        { school: next, from: plan.day, entry: 'TRASLADO_ENTRADA', until: null, exit: null },
      ];
    }
  }
}

export const lastStay = (student: Student): Stay => student.stays.at(-1) as Stay;

export const isEnrolled = (student: Student): boolean => lastStay(student).until === null;

/** The stay that holds on a day on which its school has classes. */
export function stayOn(student: Student, day: Day): Stay | null {
  const stay = student.stays.find(({ from, until }) => from <= day && (until === null || day < until));
  return stay && isOpen(stay.school, day) ? stay : null;
}
