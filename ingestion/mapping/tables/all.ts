import { contoso } from './contoso.ts';
import type { TableMapping } from './tableMapping.ts';

/** Mappings of tables that come with Aljibe. */
export const tableMappings: readonly TableMapping[] = [contoso];
