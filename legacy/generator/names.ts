import { base, es, Faker, generateMersenne53Randomizer } from '@faker-js/faker';
import { dice } from '../dice.ts';

export type Sex = 'female' | 'male';

/** Names, addresses and numbers of people in Spain, by seed. */
export interface Names {
  firstName(sex: Sex): string;
  /** One surname; everybody has two, one of each parent. */
  surname(origin: string): string;
  mobile(): string;
  landline(): string;
  nif(): string;
  street(): string;
  town(): { town: string; province: string; postcode: string };
}

/** Frequent surnames of Spain, roughly by thousands of bearers; Faker's list is flat. */
const frequentSurnames = [
  ['García', 1440],
  ['Rodríguez', 922],
  ['González', 919],
  ['Fernández', 909],
  ['López', 867],
  ['Martínez', 831],
  ['Sánchez', 813],
  ['Pérez', 775],
  ['Gómez', 491],
  ['Martín', 484],
  ['Jiménez', 397],
  ['Hernández', 379],
  ['Ruiz', 373],
  ['Díaz', 339],
  ['Moreno', 319],
  ['Muñoz', 290],
  ['Álvarez', 290],
  ['Romero', 229],
  ['Gutiérrez', 214],
  ['Alonso', 205],
  ['Navarro', 193],
  ['Torres', 188],
  ['Domínguez', 182],
  ['Ramos', 176],
  ['Vázquez', 174],
  ['Núñez', 122],
  ['Ibáñez', 84],
  ['Peña', 83],
  ['Zúñiga', 15],
  ["D'Ocón", 1],
] as const satisfies readonly (readonly [string, number])[];

/** Surnames of families from abroad, by country of birth. Latin America shares the Spanish ones. */
const foreignSurnames: Readonly<Record<string, readonly string[]>> = {
  MA: ['El Amrani', 'Benali', 'Haddad', 'El Idrissi', 'Bouzid', 'Chakir', 'Lahlou', 'Ouali'],
  RO: ['Popescu', 'Ionescu', 'Dumitru', 'Stan', 'Gheorghe', 'Marin', 'Ștefan', 'Țurcanu'],
  CN: ['Wang', 'Li', 'Zhang', 'Chen', 'Lin', 'Ye', 'Zhou', 'Xu'],
};

const towns = [
  { town: 'Madrid', province: 'Madrid', prefix: '280' },
  { town: 'Getafe', province: 'Madrid', prefix: '289' },
  { town: 'Alcalá de Henares', province: 'Madrid', prefix: '288' },
  { town: 'Móstoles', province: 'Madrid', prefix: '289' },
  { town: 'Leganés', province: 'Madrid', prefix: '289' },
] as const;

const nifLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';

export function names(seed: number, label: string): Names {
  const chance = dice(seed, `${label}/names`);
  const randomizer = generateMersenne53Randomizer(chance.int(0, 0x7fffffff));
  const faker = new Faker({ locale: [es, base], randomizer });
  const surnames = es.person?.last_name?.generic ?? [];
  let nifs = chance.int(0, 999_999);
  const digits = (count: number) =>
    chance
      .int(0, 10 ** count - 1)
      .toString()
      .padStart(count, '0');

  return {
    firstName: (sex) => faker.person.firstName(sex),
    surname(origin) {
      const foreign = foreignSurnames[origin];
      if (foreign) return chance.pick(foreign);
      return chance.chance(0.55) ? chance.weighted(frequentSurnames) : chance.pick(surnames);
    },
    mobile: () => `+34 6${digits(2)} ${digits(3)} ${digits(3)}`,
    landline: () => `91${digits(7)}`,
    nif() {
      // Numbers from 99 000 000 on were given to nobody; a step prime to their count repeats none.
      nifs += 7919;
      const number = 99_000_000 + (nifs % 1_000_000);
      return `${number}${nifLetters[number % 23]}`;
    },
    street: () =>
      `${chance.pick(['Calle', 'Avenida', 'Plaza', 'Paseo'])} ${faker.person.firstName()} ${chance.pick(surnames)}, ${chance.int(1, 140)}`,
    town() {
      const { town, province, prefix } = chance.pick(towns);
      return { town, province, postcode: `${prefix}${digits(2)}` };
    },
  };
}

/** `maria.garcia`: a name without accents, spaces or apostrophes, as log-in names are made of it. */
export function plainName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .replace(/ +/g, '.')
    .toLowerCase();
}
