import { type Dice, dice } from '../dice.ts';
import type { Guardian } from './families.ts';
import type { Teacher } from './groups.ts';
import { plainName } from './names.ts';
import type { School } from './schools.ts';
import { lastStay, type Student } from './students.ts';

export type Role = 'ALUMNO' | 'PROFESOR' | 'PADRE' | 'ADMINISTRACION';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly role: Role;
  readonly school: School;
  /** Whom the account's actions are about: a student, or a guardian's child. */
  readonly student: Student | null;
}

export interface Accounts {
  readonly all: readonly Account[];
  readonly ofTeacher: ReadonlyMap<Teacher, Account>;
  readonly ofStudent: ReadonlyMap<Student, Account>;
  readonly ofGuardian: ReadonlyMap<Guardian, Account>;
}

/** Accounts for the offices, teachers, students of secondary school, and guardians who gave an address. */
export function makeAccounts(
  seed: number,
  schools: readonly School[],
  teachers: readonly Teacher[],
  students: readonly Student[],
): Accounts {
  const chance = dice(seed, 'accounts');
  const all: Account[] = [];
  const taken = new Set<string>();
  const open = (role: Role, name: string, school: School, student: Student | null): Account => {
    const account = { id: all.length + 1, login: freeLogin(name, taken, chance), role, school, student };
    all.push(account);
    return account;
  };

  for (const school of schools) open('ADMINISTRACION', `secretaria.${school.id}`, school, null);
  const ofTeacher = new Map(
    teachers.map((teacher) => [teacher, open('PROFESOR', loginOf(teacher), teacher.school, null)]),
  );
  const ofStudent = new Map<Student, Account>();
  const ofGuardian = new Map<Guardian, Account>();
  for (const student of students) {
    const { school } = lastStay(student);
    const { firstName, family, level } = student;
    if (level.stage !== 'PRIMARIA') {
      ofStudent.set(
        student,
        open('ALUMNO', loginOf({ firstName, surnames: family.surnames }), school, student),
      );
    }
    for (const { guardian } of family.bonds) {
      if (!guardian.hasEmail || ofGuardian.has(guardian)) continue;
      ofGuardian.set(guardian, open('PADRE', loginOf(guardian), school, student));
    }
  }
  return { all, ofTeacher, ofStudent, ofGuardian };
}

function loginOf(person: { firstName: string; surnames: string }): string {
  return `${plainName(person.firstName)}.${plainName(person.surnames.split(' ')[0] ?? '')}`;
}

function freeLogin(wanted: string, taken: Set<string>, chance: Dice): string {
  let login = wanted;
  while (taken.has(login)) login = `${wanted}${chance.int(2, 9999)}`;
  taken.add(login);
  return login;
}
