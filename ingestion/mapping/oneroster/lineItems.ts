import type { Mapping } from '../mapping.ts';

/** lineItems.csv, with the titles of categories.csv. */
export const lineItems: readonly Mapping[] = [
  {
    table: 'lineItems',
    dataset: 'line_items',
    version: 1,
    fields: {
      line_item_id: 'sourcedId',
      title: 'title',
      description: 'description',
      class_id: 'classSourcedId',
      school_id: 'schoolSourcedId',
      academic_session_id: 'academicSessionSourcedId',
      category_id: 'categorySourcedId',
      category: 'categoryTitle',
      assign_date: 'assignDate',
      due_date: 'dueDate',
      result_value_min: 'resultValueMin',
      result_value_max: 'resultValueMax',
    },
    secret: [],
  },
];
