import type { TableMapping } from '../../../ingestion/mapping/tables/tableMapping.ts';

/** Marks without line items of their own, and the terms in which they were given. */
export const school: TableMapping = {
  name: 'school',
  version: 1,
  files: [
    {
      file: 'terms*',
      dates: ['D.M.YYYY'],
      feeds: [
        {
          dataset: 'academic_sessions',
          fields: {
            academic_session_id: 'term',
            title: 'title',
            type: { constant: 'term' },
            start_date: 'from',
            end_date: 'to',
          },
        },
      ],
    },
    {
      file: 'marks*',
      nulls: ['N/A'],
      secret: ['pin'],
      feeds: [
        {
          dataset: 'line_items',
          derived: true,
          fields: {
            line_item_id: { template: '{class}/{term}' },
            title: { template: '{class} {term}' },
            class_id: 'class',
            description: 'topic',
          },
        },
        {
          dataset: 'results',
          fields: {
            result_id: 'id',
            line_item_id: { template: '{class}/{term}' },
            student_id: 'student',
            score: 'score',
            score_status: { column: 'state', codes: { D: 'fully graded', X: 'exempt' } },
            score_date: { lookup: 'academic_sessions', key: '{term}', take: 'end_date' },
            late: { column: 'late', otherwise: false },
          },
          deletedWhen: { column: 'state', in: ['GONE'] },
        },
      ],
    },
    {
      file: 'people',
      feeds: [
        {
          dataset: 'students',
          snapshot: true,
          fields: { student_id: 'id', given_name: 'given', family_name: 'family' },
          when: { column: 'role', in: ['student'] },
        },
      ],
    },
  ],
};

export const marksHeader = 'id,class,term,topic,student,score,state,late';

/** A file of marks. */
export const marks = (...rows: string[]) => `${[marksHeader, ...rows].join('\n')}\n`;

/** A file of people. */
export const people = (...rows: string[]) => `${['id,given,family,role', ...rows].join('\n')}\n`;
