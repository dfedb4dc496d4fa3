import ExpandableSection from '@cloudscape-design/components/expandable-section';
import type { SearchItem } from '../../../api.ts';
import { RowGrid } from '../rows/RowGrid.tsx';
import { useWords } from '../settings/settings.tsx';
import { searchWords } from '../words/search.ts';

interface Properties {
  readonly relation: string;
  readonly related: SearchItem['included'][string];
}

export function RelatedRows({ relation, related: { items, more } }: Properties) {
  const words = useWords(searchWords);
  const filled = Object.keys(items[0]?.row ?? {}).filter((name) =>
    items.some(({ row }) => row[name] !== null),
  );
  return (
    <ExpandableSection
      headerText={relation}
      headerCounter={`(${items.length}${more ? '+' : ''})`}
      defaultExpanded
    >
      <RowGrid
        label={relation}
        columns={filled}
        rows={items.map(({ row }) => filled.map((name) => row[name]))}
        empty=""
      />
      {more && <p>{words.moreRelated}</p>}
    </ExpandableSection>
  );
}
