import type { Words } from './definition.ts';

export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number];

/** Terms of vocabularies that dashboards show; another term is shown as it is. */
const vocabulary: Readonly<Record<string, Words>> = {
  true: { en: 'Yes', es: 'Sí' },
  false: { en: 'No', es: 'No' },
  present: { en: 'Present', es: 'Presente' },
  absent: { en: 'Absent', es: 'Ausente' },
  late: { en: 'Late', es: 'Retraso' },
  left_early: { en: 'Left early', es: 'Salida anticipada' },
  red: { en: 'Red', es: 'Rojo' },
  yellow: { en: 'Yellow', es: 'Amarillo' },
  green: { en: 'Green', es: 'Verde' },
  warning: { en: 'Warning', es: 'Aviso' },
  error: { en: 'Error', es: 'Error' },
  quarantine: { en: 'Refuses rows', es: 'Rechaza filas' },
  hold: { en: 'Holds the table', es: 'Retiene la tabla' },
  minor: { en: 'Minor', es: 'Leve' },
  serious: { en: 'Serious', es: 'Grave' },
  very_serious: { en: 'Very serious', es: 'Muy grave' },
  disruption: { en: 'Disruption', es: 'Interrupción' },
  disrespect: { en: 'Disrespect', es: 'Falta de respeto' },
  defiance: { en: 'Defiance', es: 'Desobediencia' },
  bullying: { en: 'Bullying', es: 'Acoso' },
  fighting: { en: 'Fighting', es: 'Pelea' },
  theft: { en: 'Theft', es: 'Hurto' },
  vandalism: { en: 'Vandalism', es: 'Daños' },
  truancy: { en: 'Truancy', es: 'Absentismo' },
  device_misuse: { en: 'Misuse of devices', es: 'Uso indebido de dispositivos' },
  substances: { en: 'Substances', es: 'Sustancias' },
  weapon: { en: 'Weapon', es: 'Arma' },
  other: { en: 'Other', es: 'Otro' },
  email: { en: 'E-mail', es: 'Correo electrónico' },
  sms: { en: 'SMS', es: 'SMS' },
  app: { en: 'App', es: 'Aplicación' },
  letter: { en: 'Letter', es: 'Carta' },
  student: { en: 'Student', es: 'Alumno' },
  teacher: { en: 'Teacher', es: 'Profesor' },
  guardian: { en: 'Guardian', es: 'Familia' },
  parent: { en: 'Parent', es: 'Padre o madre' },
  administrator: { en: 'Administrator', es: 'Administración' },
  counselor: { en: 'Counsellor', es: 'Orientación' },
  principal: { en: 'Principal', es: 'Dirección' },
};

export const weekdays: Readonly<Record<Language, readonly string[]>> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  es: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'],
};

/** Every known term with its text. */
export const wordsOf = (language: Language): [string, string][] =>
  Object.entries(vocabulary).map(([term, words]) => [term, words[language]]);

export const word = (term: string, language: Language): string =>
  (Object.hasOwn(vocabulary, term) ? vocabulary[term]?.[language] : undefined) ?? term;

/** `2025/26` of the year in which it ends. */
export const schoolYear = (endsIn: number): string => `${endsIn - 1}/${String(endsIn).slice(2)}`;
