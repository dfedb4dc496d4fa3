import {
  classTypes,
  gradeLevels,
  orgTypes,
  relations,
  roles,
  scoreStatuses,
  sessionTypes,
  sexes,
} from '../../../datasets/vocabularies.ts';
import type { DayOrder } from './dayOrder.ts';
import { columnNames, type FileName } from './names.ts';

/** A cell as OneRoster spells it, and what had to be mended for that. */
export interface Cleaned {
  /** Null for a cell that says nothing. */
  readonly text: string | null;
  readonly repair?: string;
}

const words: Readonly<Partial<Record<FileName, Readonly<Record<string, readonly string[]>>>>> = {
  orgs: { type: orgTypes },
  academicSessions: { type: sessionTypes },
  classes: { classType: classTypes },
  users: { role: roles },
  roles: { role: roles, roleType: ['primary', 'secondary'] },
  relationships: { relationshipRole: relations },
  demographics: { sex: sexes },
  enrollments: { role: roles },
  results: { scoreStatus: scoreStatuses },
};
const statuses = ['active', 'inactive', 'tobedeleted'];

/**
 * Mends what stands in one cell by what its column is for: keys lose the spaces around them, words of a
 * vocabulary get their case back, grades, school years and dates their form. Everything else is left as it is; the
 * readers know its type.
 */
export function cleanCell(file: FileName, column: string, text: string, order: DayOrder): Cleaned {
  if (text.trim() === '')
    return text === '' ? { text: null } : { text: null, repair: 'spaces read as empty' };
  if (column.endsWith('ourcedId')) return trimmed(text);
  if (column.endsWith('ourcedIds')) return cleanKeys(text);
  if (column === 'grade' || column === 'grades') return cleanGrades(text);
  if (column === 'schoolYear') return cleanYear(text);
  if (column.endsWith('Date') && columnNames[file].includes(column)) return cleanDate(text, order);
  if (column === 'status' && plain(text) === 'deleted')
    return { text: 'tobedeleted', repair: 'known value written otherwise' };
  const known = column === 'status' ? statuses : words[file]?.[column];
  return known ? cleanWord(text, known) : { text };
}

function trimmed(text: string): Cleaned {
  const key = text.trim();
  return key === text ? { text } : { text: key, repair: 'spaces around a key' };
}

/** Keys hold no comma, semicolon or bar, so that any of them separates. */
function cleanKeys(text: string): Cleaned {
  const keys = text
    .split(/[,;|]/)
    .map((key) => key.trim())
    .filter((key) => key !== '');
  const joined = keys.join(',');
  return joined === text ? { text } : { text: joined || null, repair: 'list of keys written otherwise' };
}

function cleanWord(text: string, known: readonly string[]): Cleaned {
  if (known.includes(text)) return { text };
  const word = known.find((candidate) => plain(candidate) === plain(text));
  return word ? { text: word, repair: 'known value written otherwise' } : { text };
}

function cleanGrades(text: string): Cleaned {
  const repairs = new Set<string>();
  const grades = text
    .split(/[,;|]/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const { grade, repair } = gradeOf(part.trim());
      if (repair) repairs.add(repair);
      return grade;
    });
  const joined = grades.join(',');
  if (joined === text) return { text };
  const repair = [...repairs].join(', ') || 'list of grades written otherwise';
  return { text: joined || null, repair };
}

/** Whether a cell holds nothing but grades of the vocabulary, however they are written. */
export function areGrades(text: string): boolean {
  const grades = cleanGrades(text).text?.split(',') ?? [];
  return grades.every((grade) => gradeLevels.some((level) => level === grade));
}

const otherGrades: Readonly<Record<string, string>> = {
  k: 'KG',
  kinder: 'KG',
  kindergarten: 'KG',
  prek: 'PK',
  prekindergarten: 'PK',
  ungraded: 'UG',
};

function gradeOf(text: string): { grade: string; repair?: string } {
  if (gradeLevels.some((level) => level === text)) return { grade: text };
  const number = /^(\d{1,2})(?:st|nd|rd|th)?$/i.exec(text)?.[1]?.padStart(2, '0');
  if (number && gradeLevels.some((level) => level === number)) {
    const onlyZero = /^\d$/.test(text);
    return { grade: number, repair: onlyZero ? 'zero put before the grade' : 'grade written otherwise' };
  }
  const level = gradeLevels.find((candidate) => plain(candidate) === plain(text)) ?? otherGrades[plain(text)];
  return level ? { grade: level, repair: 'grade written otherwise' } : { grade: text };
}

/** `2020-2021`, `2020/21` and `2020-21` are the school year that ends in 2021. */
function cleanYear(text: string): Cleaned {
  const span = /^\s*(\d{4})\s*[-/]\s*(\d{4}|\d{2})\s*$/.exec(text);
  const [, begin = '', end = ''] = span ?? [];
  const year = end.length === 2 ? begin.slice(0, 2) + end : end;
  return span && Number(year) === Number(begin) + 1
    ? { text: year, repair: 'span of years read as its last' }
    : { text };
}

const numericDate = /^\s*(\d{1,2})([/-])(\d{1,2})\2(\d{4})\s*(?:[ T]\d{1,2}:\d{2}.*)?$/;

/** A date of a day, a month and a year as ISO 8601 writes it; one that may be two days is left as it is. */
function cleanDate(text: string, order: DayOrder): Cleaned {
  const [, one = '', , two = '', year = ''] = numericDate.exec(text) ?? [];
  if (year === '') return { text };
  const certain = Number(one) > 12 || Number(two) > 12 || Number(one) === Number(two);
  if (order === 'unclear' && !certain) return { text };
  const dayFirst = order === 'unclear' ? Number(one) > 12 : order === 'day first';
  const [day, month] = dayFirst ? [one, two] : [two, one];
  return {
    text: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    repair: dayFirst ? 'date written D/M/Y' : 'date written M/D/Y',
  };
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}
