import type { Mapping } from '../mapping.ts';

/** results.csv */
export const results: readonly Mapping[] = [
  {
    table: 'results',
    dataset: 'results',
    version: 1,
    fields: {
      result_id: 'sourcedId',
      line_item_id: 'lineItemSourcedId',
      student_id: 'studentSourcedId',
      class_id: 'classSourcedId',
      school_id: 'schoolSourcedId',
      score_status: 'scoreStatus',
      score: 'score',
      text_score: 'textScore',
      score_date: 'scoreDate',
      comment: 'comment',
      in_progress: 'inProgress',
      incomplete: 'incomplete',
      late: 'late',
      missing: 'missing',
    },
    secret: [],
  },
];
