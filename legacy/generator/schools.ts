import type { Dice } from '../dice.ts';
import { type Day, weekdayOf } from './days.ts';
import type { Level } from './levels.ts';
import type { Names } from './names.ts';
import type { SchoolYear } from './year.ts';

export interface School {
  readonly id: number;
  readonly type: 'CEIP' | 'IES' | 'CONCERTADO';
  readonly name: string;
  readonly officialCode: string;
  readonly town: ReturnType<Names['town']>;
  readonly street: string;
  readonly phone: string;
  /** How many families choose it, against the others of its type. */
  readonly weight: number;
  /** Its pupils miss this many times as many days as elsewhere. */
  readonly absence: number;
  /** The feast of its town: a day without classes here only. */
  readonly localFeast: Day;
}

/** The foundation that all schools belong to is the first row of `centros`. */
export const networkId = 1;

const stagesOf: Readonly<Record<School['type'], readonly Level['stage'][]>> = {
  CEIP: ['PRIMARIA'],
  IES: ['ESO', 'BACHILLERATO'],
  CONCERTADO: ['PRIMARIA', 'ESO', 'BACHILLERATO'],
};

const patrons = [
  'Miguel Delibes',
  'María Moliner',
  'Gloria Fuertes',
  'Antonio Machado',
  'Clara Campoamor',
  'Severo Ochoa',
  'Rosalía de Castro',
  'Francisco Giner',
  'Margarita Salas',
  'Pío Baroja',
  'Ana María Matute',
  'Juan Ramón Jiménez',
  'Concepción Arenal',
  'Rafael Alberti',
  'María Zambrano',
  'Blas de Otero',
];

const titles = { CEIP: 'CEIP', IES: 'IES', CONCERTADO: 'Colegio' } as const;

export const teaches = (school: School, level: Level): boolean => stagesOf[school.type].includes(level.stage);

export const isOpen = (school: School, day: Day): boolean => school.localFeast !== day;

/** One charter school with every stage; primary and secondary schools as the number of pupils asks for. */
export function makeSchools(students: number, year: SchoolYear, names: Names, chance: Dice): School[] {
  const types: School['type'][] = [
    'CONCERTADO',
    ...Array<'CEIP'>(Math.max(1, Math.round(students / 500))).fill('CEIP'),
    ...Array<'IES'>(Math.max(1, Math.round(students / 600))).fill('IES'),
  ];
  const feasts = year.schoolDays.filter((day) => weekdayOf(day) === 1 || weekdayOf(day) === 5);
  return types.map((type, index) => ({
    id: networkId + 1 + index,
    type,
    name: `${titles[type]} ${patrons[index % patrons.length]}`,
    officialCode: `28${String(100_000 + 37 * index + chance.int(0, 36)).padStart(6, '0')}`,
    town: names.town(),
    street: names.street(),
    phone: names.landline(),
    weight: 0.6 + chance.next(),
    absence: 0.8 + 0.4 * chance.next(),
    localFeast: chance.pick(feasts),
  }));
}
