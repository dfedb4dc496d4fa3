import type { Line } from '../bundle/lines.ts';
import type { FileName } from '../bundle/names.ts';
import { prepareRelationship } from './guardianships.ts';
import type { Knowledge } from './knowledge.ts';
import { prepareUser } from './people.ts';
import { prepared, type Yield } from './prepared.ts';
import {
  prepareDemographics,
  prepareEnrollment,
  prepareLineItem,
  prepareResult,
  prepareSession,
} from './roster.ts';
import { prepareRole } from './schoolEnrollments.ts';

type Prepare = (line: Line, knowledge: Knowledge) => Yield;

const asItIs =
  (dataset: string): Prepare =>
  (line) => ({ rows: [prepared(line, dataset, line.row, { repairs: line.repairs })] });

const prepares: Readonly<Record<FileName, Prepare>> = {
  orgs: asItIs('orgs'),
  academicSessions: prepareSession,
  courses: asItIs('courses'),
  classes: asItIs('classes'),
  users: prepareUser,
  roles: prepareRole,
  relationships: prepareRelationship,
  demographics: prepareDemographics,
  enrollments: prepareEnrollment,
  // Line items carry the name of their category; the weight of a category has no place.
  categories: ({ row }) => ({ rows: [], unmapped: row.weight ? ['categories.csv, weight'] : [] }),
  lineItems: prepareLineItem,
  results: prepareResult,
};

/** Makes one line into flat rows, each for one mapping. Pure: all that it needs is in `knowledge`. */
export function prepareLine(line: Line, knowledge: Knowledge): Yield {
  return line.broken ? { rows: [], broken: line.broken } : prepares[line.file](line, knowledge);
}
