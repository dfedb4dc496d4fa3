export interface Subject {
  readonly code: string;
  readonly name: string;
  readonly area: string;
  /** Hours a week. */
  readonly hours: number;
}

/** One year of school life. */
export interface Level {
  readonly code: string;
  readonly name: string;
  readonly stage: 'PRIMARIA' | 'ESO' | 'BACHILLERATO';
  readonly order: number;
  /** Age that most pupils reach in the calendar year in which the school year starts. */
  readonly age: number;
  /** How many of a hundred pupils are in it. */
  readonly share: number;
  readonly subjects: readonly Subject[];
}

const subject = (code: string, name: string, area: string, hours: number): Subject => ({
  code,
  name,
  area,
  hours,
});

const primary = [
  subject('LEN', 'Lengua Castellana y Literatura', 'Lengua', 6),
  subject('MAT', 'Matemáticas', 'Matemáticas', 5),
  subject('ING', 'Lengua Inglesa', 'Idiomas', 4),
  subject('CNM', 'Conocimiento del Medio', 'Ciencias', 4),
  subject('EDF', 'Educación Física', 'Deporte', 3),
];

const secondary = [
  subject('LEN', 'Lengua Castellana y Literatura', 'Lengua', 5),
  subject('MAT', 'Matemáticas', 'Matemáticas', 5),
  subject('ING', 'Inglés', 'Idiomas', 4),
  subject('GEH', 'Geografía e Historia', 'Ciencias sociales', 4),
  subject('BYG', 'Biología y Geología', 'Ciencias', 3),
  subject('EDF', 'Educación Física', 'Deporte', 3),
  subject('TEC', 'Tecnología y Digitalización', 'Tecnología', 3),
  subject('MUS', 'Música', 'Artes', 2),
];

const upper = [
  subject('LEN', 'Lengua Castellana y Literatura', 'Lengua', 5),
  subject('MAT', 'Matemáticas', 'Matemáticas', 5),
  subject('ING', 'Inglés', 'Idiomas', 4),
  subject('FIL', 'Filosofía', 'Ciencias sociales', 4),
  subject('HIS', 'Historia de España', 'Ciencias sociales', 4),
  subject('FYQ', 'Física y Química', 'Ciencias', 4),
  subject('EDF', 'Educación Física', 'Deporte', 3),
];

function level(stage: Level['stage'], year: number, order: number, share: number): Level {
  const short = { PRIMARIA: 'EP', ESO: 'ESO', BACHILLERATO: 'BACH' }[stage];
  const long = { PRIMARIA: 'Primaria', ESO: 'ESO', BACHILLERATO: 'Bachillerato' }[stage];
  const subjects = { PRIMARIA: primary, ESO: secondary, BACHILLERATO: upper }[stage];
  return {
    code: `${year}${short}`,
    name: `${year}.º de ${long}`,
    stage,
    order,
    age: order + 5,
    share,
    subjects,
  };
}

export const levels: readonly Level[] = [
  ...[1, 2, 3, 4, 5, 6].map((year) => level('PRIMARIA', year, year, 8.3)),
  ...[1, 2, 3, 4].map((year) => level('ESO', year, year + 6, 8.7)),
  ...[1, 2].map((year) => level('BACHILLERATO', year, year + 10, 7.7)),
];

/** Every subject once; primary and secondary share codes. */
export const subjects: readonly Subject[] = [
  ...new Map([...secondary, ...upper, ...primary].map((item) => [item.code, item])).values(),
];
