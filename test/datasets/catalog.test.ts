import { describe, expect, test } from 'vitest';
import { catalog, contractOf } from '../../datasets/catalog.ts';
import type { Kind } from '../../datasets/columns.ts';
import { students } from '../../datasets/students.ts';

const contracts = Object.values(catalog);

describe('the catalog', () => {
  test('holds every dataset, each after those that it refers to', () => {
    expect(Object.keys(catalog)).toEqual([
      'orgs',
      'academic_sessions',
      'calendar_days',
      'courses',
      'classes',
      'teachers',
      'students',
      'demographics',
      'guardians',
      'school_enrollments',
      'enrollments',
      'teaching_assignments',
      'guardianships',
      'attendance',
      'incidents',
      'line_items',
      'results',
      'user_actions',
      'notifications',
      'documents',
      'audit_events',
      'quality_results',
    ]);
  });

  test('refers only to the same dataset or to an earlier one', () => {
    const order = Object.keys(catalog);
    const forward = contracts.flatMap(({ name, columns }) =>
      Object.entries(columns)
        .filter(([, { references }]) => references && order.indexOf(references) > order.indexOf(name))
        .map(([column]) => `${name}.${column}`),
    );
    expect(forward).toEqual([]);
  });

  test('names the key after one row', () => {
    expect(contracts.map(({ key }) => key)).toEqual([
      'org_id',
      'academic_session_id',
      'calendar_day_id',
      'course_id',
      'class_id',
      'teacher_id',
      'student_id',
      'demographic_id',
      'guardian_id',
      'school_enrollment_id',
      'enrollment_id',
      'teaching_assignment_id',
      'guardianship_id',
      'attendance_id',
      'incident_id',
      'line_item_id',
      'result_id',
      'user_action_id',
      'notification_id',
      'document_id',
      'audit_event_id',
      'quality_result_id',
    ]);
  });

  test('begins each contract with its key', () => {
    expect(contracts.map(({ columns }) => Object.keys(columns)[0])).toEqual(contracts.map(({ key }) => key));
  });

  test('puts a school on every relation, fact, event and document, but for what is of the data themselves', () => {
    const placed = contracts.filter(({ kind, name }) => kind !== 'entity' && name !== 'quality_results');
    expect(placed.map(({ scope }) => scope)).toEqual(
      placed.map(() => ({ kind: 'column', column: 'school_id' })),
    );
  });

  test('reaches the schools of people over what ties them to schools', () => {
    const bridges = contracts.flatMap(({ name, scope }) =>
      scope.kind === 'bridge' ? [[name, scope.through, scope.on]] : [],
    );
    expect(bridges).toEqual([
      ['teachers', 'teaching_assignments', 'teacher_id'],
      ['students', 'school_enrollments', 'student_id'],
      ['demographics', 'school_enrollments', 'student_id'],
      ['guardians', 'guardianships', 'guardian_id'],
    ]);
  });

  test('uses every kind of type, so that no engine can forget one', () => {
    const kinds = new Set<Kind>();
    for (const { columns } of contracts) {
      for (const { type } of Object.values(columns)) {
        kinds.add(type.kind);
        if (type.kind === 'list') kinds.add(type.of.kind);
      }
    }
    expect([...kinds].sort()).toEqual([
      'boolean',
      'date',
      'decimal',
      'integer',
      'json',
      'list',
      'struct',
      'text',
      'timestamp',
    ]);
  });
});

describe('classification', () => {
  const revealing = (disclosure: string) =>
    contracts.flatMap(({ name, columns }) =>
      Object.entries(columns)
        .filter(([, { reveals }]) => reveals === disclosure)
        .map(([column]) => `${name}.${column}`),
    );

  test('knows the ways to reach a person', () => {
    expect(revealing('contact')).toEqual([
      'teachers.email',
      'teachers.sms',
      'teachers.phone',
      'students.email',
      'students.sms',
      'students.phone',
      'guardians.email',
      'guardians.sms',
      'guardians.phone',
      'guardians.address',
    ]);
  });

  test('keeps birth, origin, health, conduct, attendance and marks for the few', () => {
    expect(revealing('sensitive')).toEqual(
      expect.arrayContaining([
        'students.notes',
        'demographics.birth_date',
        'demographics.sex',
        'demographics.white',
        'demographics.has_support_needs',
        'demographics.has_meal_assistance',
        'school_enrollments.exit_reason',
        'guardianships.has_custody',
        'attendance.status',
        'attendance.reason',
        'incidents.description',
        'incidents.severity',
        'results.score',
        'results.comment',
        'user_actions.details',
        'notifications.body',
        'documents.title',
      ]),
    );
  });

  test('holds a column that names a student, guardian or teacher for identity, wherever it stands', () => {
    const persons = ['students', 'guardians', 'teachers'];
    const naming = contracts.flatMap(({ name, key, columns }) =>
      Object.entries(columns)
        .filter(([column, { references }]) => persons.includes(references ?? (column === key ? name : '')))
        .map(([, { reveals }]) => reveals),
    );
    expect(naming).toHaveLength(19);
    expect(new Set(naming)).toEqual(new Set(['identity']));
  });
});

describe('the contract of a dataset', () => {
  test('is found by name', () => {
    expect(contractOf('students')).toBe(students);
  });

  test('is not guessed from a mistyped name, but hinted at', () => {
    expect(() => contractOf('studnets')).toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: '"studnets" is no dataset',
        hint: 'did you mean students?',
        exitCode: 2,
      }),
    );
  });

  test('is hinted at by the beginning of its name, in any case', () => {
    expect(() => contractOf('Guardian')).toThrow(
      expect.objectContaining({ hint: 'did you mean guardians or guardianships?' }),
    );
  });

  test('is listed with all others where nothing is near', () => {
    expect(() => contractOf('alumnos')).toThrow(
      expect.objectContaining({ hint: `datasets: ${Object.keys(catalog).join(', ')}` }),
    );
  });

  test.each(['', '__proto__', 'constructor', 'toString'])('is none under %j', (name) => {
    expect(() => contractOf(name)).toThrow(`"${name}" is no dataset`);
  });
});
