import type { Dice } from '../dice.ts';
import { type Day, dayOf } from './days.ts';
import { type Level, levels } from './levels.ts';
import type { Names, Sex } from './names.ts';
import type { SchoolYear } from './year.ts';

export interface Guardian {
  readonly id: number;
  readonly firstName: string;
  readonly surnames: string;
  readonly sex: Sex;
  readonly nif: string;
  readonly mobile: string | null;
  readonly landline: string | null;
  readonly hasEmail: boolean;
  readonly address: string;
  readonly language: string;
  readonly pin: string;
}

export type Kinship = 'MADRE' | 'PADRE' | 'TUTOR_LEGAL' | 'ABUELA' | 'ABUELO';

/** How a guardian stands to every child of a family. */
export interface Bond {
  readonly guardian: Guardian;
  readonly kinship: Kinship;
  readonly livesWith: boolean;
  readonly custody: boolean;
  readonly pickUp: boolean;
  readonly emergencies: boolean;
}

export interface Child {
  readonly sex: Sex;
  readonly firstName: string;
  readonly birth: Day;
  readonly level: Level;
  readonly repeats: boolean;
}

export interface Family {
  /** In the order in which the school calls them. */
  readonly bonds: readonly Bond[];
  /** The first of each parent: what every child of the family is called. */
  readonly surnames: string;
  readonly origin: string;
  readonly separated: boolean;
  readonly children: readonly Child[];
}

const origins = [
  ['ES', 82],
  ['MA', 5],
  ['RO', 4],
  ['CO', 4],
  ['EC', 3],
  ['CN', 2],
] as const;
const languages: Readonly<Record<string, string>> = { MA: 'ar', RO: 'ro', CN: 'zh' };
const kinds = [
  ['together', 72],
  ['separated', 17],
  ['alone', 9],
  ['grandparents', 2],
] as const;
const sizes = [
  [1, 58],
  [2, 34],
  [3, 7],
  [4, 1],
] as const;

/** Families one after another, without end; whoever asks for them takes as many as fill the schools. */
export function* makeFamilies(year: SchoolYear, names: Names, chance: Dice): Generator<Family> {
  let nextId = 1;
  // A separated parent may have children with a new partner: one guardian in two families.
  let alsoElsewhere: Guardian | null = null;

  const guardian = (sex: Sex, origin: string, address: string): Guardian => ({
    id: nextId++,
    firstName: names.firstName(sex),
    surnames: `${names.surname(origin)} ${names.surname(origin)}`,
    sex,
    nif: names.nif(),
    mobile: chance.chance(0.96) ? names.mobile() : null,
    landline: chance.chance(0.3) ? names.landline() : null,
    hasEmail: chance.chance(0.9),
    address,
    language: chance.chance(0.6) ? (languages[origin] ?? 'es') : 'es',
    pin: String(chance.int(0, 9999)).padStart(4, '0'),
  });

  while (true) {
    const origin = chance.weighted(origins);
    const kind = chance.weighted(kinds);
    const home = names.street();
    const mother: Guardian = guardian('female', origin, home);
    const father: Guardian =
      kind === 'together' && alsoElsewhere && chance.chance(0.5)
        ? alsoElsewhere
        : guardian('male', origin, kind === 'separated' ? names.street() : home);
    if (father === alsoElsewhere) alsoElsewhere = null;
    else if (kind === 'separated' && chance.chance(0.3)) alsoElsewhere = father;
    yield {
      bonds: bondsOf(kind, mother, father, () => guardian('female', origin, names.street()), chance),
      surnames: childSurnames(mother, father, chance),
      origin,
      separated: kind === 'separated',
      children: makeChildren(chance.weighted(sizes), year, names, chance),
    };
  }
}

/** The father's first surname, then the mother's; since 2017 some put hers first. One order for all siblings. */
function childSurnames(mother: Guardian, father: Guardian, chance: Dice): string {
  const firstOf = ({ surnames }: Guardian) => surnames.match(/^(El |D')?\S+/)?.[0] ?? surnames;
  const pair = [firstOf(father), firstOf(mother)];
  return (chance.chance(0.08) ? pair.reverse() : pair).join(' ');
}

function bondsOf(
  kind: (typeof kinds)[number][0],
  mother: Guardian,
  father: Guardian,
  grandmother: () => Guardian,
  chance: Dice,
): Bond[] {
  const at = (guardian: Guardian, kinship: Kinship, home: boolean): Bond => ({
    guardian,
    kinship,
    livesWith: home,
    custody: home || chance.chance(0.6),
    pickUp: true,
    emergencies: true,
  });
  const helper = (): Bond => ({
    ...at(grandmother(), 'ABUELA', false),
    custody: false,
    emergencies: chance.chance(0.5),
  });
  switch (kind) {
    case 'together': {
      const both = [at(mother, 'MADRE', true), at(father, 'PADRE', true)];
      if (chance.chance(0.35)) both.reverse();
      return chance.chance(0.12) ? [...both, helper()] : both;
    }
    case 'separated': {
      const withMother = chance.chance(0.8);
      const both = [at(mother, 'MADRE', withMother), at(father, 'PADRE', !withMother)];
      return withMother ? both : both.reverse();
    }
    case 'alone':
      return chance.chance(0.3) ? [at(mother, 'MADRE', true), helper()] : [at(mother, 'MADRE', true)];
    case 'grandparents':
      return [{ ...at(grandmother(), 'TUTOR_LEGAL', true), custody: true }];
  }
}

function makeChildren(count: number, year: SchoolYear, names: Names, chance: Dice): Child[] {
  const children: Child[] = [];
  let level = chance.weighted(levels.map((item) => [item, item.share] as const));
  for (let index = 0; index < count; index++) {
    const repeats = level.order > 1 && chance.chance(0.035);
    const born = year.endsIn - 1 - level.age - (repeats ? 1 : 0);
    const sex = chance.chance(0.5) ? 'female' : 'male';
    children.push({
      sex,
      firstName: otherThan(
        children.map((child) => child.firstName),
        () => names.firstName(sex),
      ),
      birth: dayOf(`${born}-01-01`) + chance.int(0, 364),
      level,
      repeats,
    });
    // The next child is one to four school years younger; where there is no such year, it is not at school.
    const younger = levels.find(({ order }) => order === level.order - chance.int(1, 4));
    if (!younger) break;
    level = younger;
  }
  return children;
}

function otherThan(taken: readonly string[], throwOnce: () => string): string {
  for (;;) {
    const name = throwOnce();
    if (!taken.includes(name)) return name;
  }
}
