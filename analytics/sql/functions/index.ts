import type { FunctionDefinition } from '../registry.ts';
import { aggregates } from './aggregates.ts';
import { arithmetic } from './arithmetic.ts';
import { arrays } from './arrays.ts';
import { binaryFunctions } from './binary.ts';
import { datesAndTimes } from './dates.ts';
import { formatting } from './format.ts';
import { dateFormats } from './formats.ts';
import { intervals } from './intervals.ts';
import { jsonFunctions } from './json.ts';
import { logic } from './logic.ts';
import { maps } from './maps.ts';
import { mathematics } from './math.ts';
import { regularExpressions } from './regex.ts';
import { texts } from './text.ts';
import { urlFunctions } from './urls.ts';
import { windows } from './windows.ts';

/** Everything that a statement may call. */
export const functions: readonly FunctionDefinition[] = [
  ...logic,
  ...arithmetic,
  ...mathematics,
  ...texts,
  formatting,
  ...regularExpressions,
  ...datesAndTimes,
  ...dateFormats,
  ...intervals,
  ...arrays,
  ...maps,
  ...jsonFunctions,
  ...binaryFunctions,
  ...urlFunctions,
  ...aggregates,
  ...windows,
];
