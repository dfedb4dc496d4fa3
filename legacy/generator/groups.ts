import type { Dice } from '../dice.ts';
import { type Level, levels, type Subject } from './levels.ts';
import type { Names, Sex } from './names.ts';
import type { School } from './schools.ts';
import type { Stay, Student } from './students.ts';

export interface Teacher {
  readonly id: number;
  readonly school: School;
  readonly sex: Sex;
  readonly firstName: string;
  readonly surnames: string;
  readonly nif: string;
  readonly mobile: string;
  readonly specialty: string;
  readonly workload: string;
}

/** A subject at a level in a school; `subject` null is the tutoring hour. */
export interface Course {
  readonly id: number;
  readonly school: School;
  readonly level: Level;
  readonly subject: Subject | null;
}

export interface SchoolClass {
  readonly id: number;
  readonly course: Course;
  readonly group: Group;
  readonly teacher: Teacher;
  /** Somebody who helps, in a few classes. */
  readonly assistant: Teacher | null;
  readonly room: string;
  /** Weekday 1 to 5 and hour 1 to 6. */
  readonly slots: readonly Slot[];
}

export interface Slot {
  readonly weekday: number;
  readonly hour: number;
}

/** Students who sit together all week. */
export interface Group {
  readonly school: School;
  readonly level: Level;
  readonly letter: string;
  readonly members: readonly { readonly student: Student; readonly stay: Stay }[];
  /** The tutoring class first. */
  readonly classes: readonly SchoolClass[];
}

export interface Teaching {
  readonly teachers: readonly Teacher[];
  readonly courses: readonly Course[];
  readonly groups: readonly Group[];
}

const hoursPerDay = 6;
const largestGroup = { PRIMARIA: 25, ESO: 30, BACHILLERATO: 33 } as const;
/** Hours that a teacher gives a week. */
const fullWeek = 20;

/** Puts every stay into a group, and gives every group its classes, teachers and timetable. */
export function makeTeaching(
  schools: readonly School[],
  students: readonly Student[],
  names: Names,
  chance: Dice,
): Teaching {
  const teachers: Teacher[] = [];
  const courses: Course[] = [];
  const groups: Group[] = [];
  let nextClass = 1;

  for (const school of schools) {
    const staff = makeStaff(school, teachers, names, chance);
    for (const level of levels) {
      const members = students.flatMap((student) =>
        student.level === level
          ? student.stays.filter((stay) => stay.school === school).map((stay) => ({ student, stay }))
          : [],
      );
      if (members.length === 0) continue;
      const levelCourses = [null, ...level.subjects].map((subject) => {
        const course: Course = { id: courses.length + 1, school, level, subject };
        courses.push(course);
        return course;
      });
      const count = Math.ceil(members.length / largestGroup[level.stage]);
      for (let index = 0; index < count; index++) {
        const classes: SchoolClass[] = [];
        const letter = String.fromCharCode(65 + index);
        const group = {
          school,
          level,
          letter,
          members: members.filter((_, at) => at % count === index),
          classes,
        };
        const tutor = staff.of(level.subjects[index % 2] as Subject, level);
        const slots = timetable(level, chance);
        for (const course of levelCourses) {
          classes.push({
            id: nextClass++,
            course,
            group,
            teacher:
              course.subject && !isTutors(course.subject, level) ? staff.of(course.subject, level) : tutor,
            assistant: chance.chance(0.06)
              ? chance.pick(teachers.filter((one) => one.school === school))
              : null,
            room: `${level.order}${letter}`,
            slots: slots.get(course.subject?.code ?? 'TUT') ?? [],
          });
        }
        groups.push(group);
      }
    }
  }
  return { teachers, courses, groups };
}

/** In primary the tutor teaches everything but English and sport. */
const isTutors = (subject: Subject, level: Level): boolean =>
  level.stage === 'PRIMARIA' && subject.code !== 'ING' && subject.code !== 'EDF';

/** Hires a teacher of a subject whenever those in the school have a full week. */
function makeStaff(school: School, teachers: Teacher[], names: Names, chance: Dice) {
  const hours = new Map<string, { teacher: Teacher; left: number }>();

  function of(subject: Subject, level: Level): Teacher {
    const generalist = isTutors(subject, level);
    const specialty = generalist ? 'Educación Primaria' : subject.area;
    const needed = generalist ? fullWeek : subject.hours;
    const current = hours.get(specialty);
    if (current && current.left >= needed) {
      current.left -= needed;
      return current.teacher;
    }
    const sex: Sex = chance.chance(0.68) ? 'female' : 'male';
    const teacher: Teacher = {
      id: teachers.length + 1,
      school,
      sex,
      firstName: names.firstName(sex),
      surnames: `${names.surname('ES')} ${names.surname('ES')}`,
      nif: names.nif(),
      mobile: names.mobile(),
      specialty,
      workload: chance.chance(0.85) ? '1.00' : '0.50',
    };
    teachers.push(teacher);
    hours.set(specialty, { teacher, left: fullWeek - needed });
    return teacher;
  }
  return { of };
}

/** Spreads each subject's hours over the week; the tutoring hour takes what is left. Slots by subject code. */
function timetable(level: Level, chance: Dice): Map<string, Slot[]> {
  const free = new Set<number>(Array.from({ length: 5 * hoursPerDay }, (_, index) => index));
  const slots = new Map<string, Slot[]>();
  const wanted = [...level.subjects.map(({ code, hours }) => ({ code, hours })), { code: 'TUT', hours: 1 }];
  for (const { code, hours } of wanted) {
    const start = chance.int(0, 4);
    const mine: Slot[] = [];
    for (let hour = 0; hour < hours; hour++) {
      const weekday = (start + hour) % 5;
      const day = [...free].filter((slot) => Math.floor(slot / hoursPerDay) === weekday);
      const slot = chance.pick(day.length > 0 ? day : [...free]);
      free.delete(slot);
      mine.push({ weekday: Math.floor(slot / hoursPerDay) + 1, hour: (slot % hoursPerDay) + 1 });
    }
    slots.set(code, mine);
  }
  return slots;
}
