import type { TableMapping } from './tableMapping.ts';

const lineItem = { template: 'contoso-{section_id}-{term_id}' };

/** An origin by the federal categories of the United States, of which each student has exactly one. */
const origin = (category: string) => ({
  column: 'FederalRaceCategory',
  codes: {
    ...{ 'American Indian': false, Asian: false, Black: false, White: false },
    // Hispanic students are counted whatever their race, so that it stays unknown.
    Hispanic: null,
    [category]: true,
  },
});

/**
 * The SIS export of Contoso, a school district that Microsoft Open Education Analytics made up.
 *
 * Keys that the export mints itself (attendance, marks, line items) get a prefix, since some are bare numbers that
 * another system has too. Those of students, schools, sections and terms stay as they are: their rows come from
 * elsewhere, and this export holds none of them (its demographics lack the names that a student must have).
 *
 * Marks have no line items of their own: there is one for each section and term. They have no dates either: the score's
 * is the end of the term where that term is known, else null. No scale is stated and some marks are above 100, so that
 * the lowest and the highest score stay null; so does the school, of which marks say nothing.
 *
 * A record of a whole day says which part of it was missed; one of a single section does not.
 *
 * Not mapped, but kept in `extra`: codes that repeat the status, credits, the status as a learner of English, and the
 * low income, which is not the same as paid meals.
 */
export const contoso: TableMapping = {
  name: 'contoso',
  version: 1,
  files: [
    {
      file: 'studentdemographics',
      feeds: [
        {
          dataset: 'demographics',
          fields: {
            demographic_id: 'SIS ID',
            student_id: 'SIS ID',
            american_indian_or_alaska_native: origin('American Indian'),
            asian: origin('Asian'),
            black_or_african_american: origin('Black'),
            white: origin('White'),
            hispanic_or_latino_ethnicity: {
              column: 'FederalRaceCategory',
              codes: { Hispanic: true, 'American Indian': false, Asian: false, Black: false, White: false },
            },
            primary_language: 'PrimaryLanguage',
            has_support_needs: {
              column: 'SpecialEducation',
              codes: {
                'Designated Instruction Service': true,
                'Resource Specialty Program': true,
                'Special Day Class': true,
              },
              otherwise: false,
            },
          },
        },
      ],
    },
    {
      file: 'studentattendance',
      dates: ['M/D/YYYY'],
      feeds: [
        {
          dataset: 'attendance',
          fields: {
            attendance_id: { template: 'contoso-{id}' },
            student_id: 'student_id',
            school_id: 'school_id',
            class_id: 'section_id',
            attendance_date: 'attendance_date',
            period: 'Period',
            status: { column: 'attendance_status', codes: { Present: 'present', Absent: 'absent' } },
            fraction_absent: {
              template: '{all_day}/{attendance_status}',
              codes: {
                'Yes/Present': '0.0000',
                'Yes/Absent': '1.0000',
                'No/Present': null,
                'No/Absent': null,
              },
            },
          },
        },
      ],
    },
    {
      file: 'studentsectionmark',
      feeds: [
        {
          dataset: 'line_items',
          derived: true,
          fields: {
            line_item_id: lineItem,
            title: { template: '{section_id} {term_id}' },
            class_id: 'section_id',
            academic_session_id: 'term_id',
          },
        },
        {
          dataset: 'results',
          fields: {
            result_id: { template: 'contoso-{id}' },
            line_item_id: lineItem,
            student_id: 'student_id',
            class_id: 'section_id',
            score: 'numeric_grade_earned',
            text_score: 'alpha_grade_earned',
            score_date: { lookup: 'academic_sessions', key: '{term_id}', take: 'end_date' },
          },
        },
      ],
    },
  ],
};
