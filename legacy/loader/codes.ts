/** What a user of a bundle is in the monolith. */
export type Part = 'student' | 'staff' | 'guardian' | 'office';

const parts: Readonly<Record<string, Part>> = {
  student: 'student',
  teacher: 'staff',
  professor: 'staff',
  faculty: 'staff',
  adjunct: 'staff',
  aide: 'staff',
  proctor: 'staff',
  counselor: 'staff',
  principal: 'staff',
  parent: 'guardian',
  guardian: 'guardian',
  relative: 'guardian',
  administrator: 'office',
  siteadministrator: 'office',
  districtadministrator: 'office',
  systemadministrator: 'office',
};

export const partOf = (role: string | undefined): Part | undefined => parts[(role ?? '').toLowerCase()];

const positions: Readonly<Record<string, string>> = {
  aide: 'AUXILIAR',
  proctor: 'AUXILIAR',
  counselor: 'ORIENTACION',
  principal: 'DIRECCION',
};

export const positionOf = (role: string): string => positions[role.toLowerCase()] ?? 'PROFESOR';

export const accountRoles: Readonly<Record<Part, string>> = {
  student: 'ALUMNO',
  staff: 'PROFESOR',
  guardian: 'PADRE',
  office: 'ADMINISTRACION',
};

const orgTypes: Readonly<Record<string, string>> = {
  department: 'DEPARTAMENTO',
  district: 'GRUPO',
  local: 'ADMON_LOCAL',
  state: 'ADMON_AUTONOMICA',
  national: 'ADMON_ESTATAL',
  ministryofeducation: 'ADMON_ESTATAL',
  college: 'UNIVERSIDAD',
  university: 'UNIVERSIDAD',
};

export const orgTypeOf = (type: string | undefined): string =>
  orgTypes[(type ?? '').toLowerCase()] ?? 'COLEGIO';

const sessionTypes: Readonly<Record<string, string>> = {
  schoolyear: 'CURSO',
  semester: 'SEMESTRE',
  term: 'TRIMESTRE',
  gradingperiod: 'EVALUACION',
};

export const sessionTypeOf = (type: string | undefined): string | undefined =>
  sessionTypes[(type ?? '').toLowerCase()];

const kinships: Readonly<Record<string, string>> = {
  parent: 'PROGENITOR',
  guardian: 'TUTOR_LEGAL',
  relative: 'FAMILIAR',
};

export const kinshipOf = (role: string | undefined): string => kinships[(role ?? '').toLowerCase()] ?? 'OTRO';

/** Spanish names of the twelve grades; others keep their code. */
const gradeCodes = [
  '1EP',
  '2EP',
  '3EP',
  '4EP',
  '5EP',
  '6EP',
  '1ESO',
  '2ESO',
  '3ESO',
  '4ESO',
  '1BACH',
  '2BACH',
];

export function levelCodeOf(grade: string): string {
  return (/^\d{1,2}$/.test(grade) && gradeCodes[Number(grade) - 1]) || grade;
}

const sexes: Readonly<Record<string, string>> = { male: 'H', female: 'M', other: 'X', unspecified: 'N' };

export const sexOf = (sex: string | undefined): string | null => sexes[(sex ?? '').toLowerCase()] ?? null;
