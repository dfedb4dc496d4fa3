import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { LineageNode, LineagePage } from '../../../api.ts';
import { useJson } from '../data/useJson.ts';
import { useWords } from '../settings/settings.tsx';
import { Loading } from '../shell/Loading.tsx';
import { PageLink } from '../shell/PageLink.tsx';
import { ProblemAlert } from '../shell/ProblemAlert.tsx';
import { catalogueWords } from '../words/catalogue.ts';
import { LineagePicture } from './LineagePicture.tsx';
import { addressOf } from './lineage.ts';

/** Where a table comes from and what comes of it: as a picture, and as a list that says the same. */
export function Lineage({ table }: { readonly table: string }) {
  const words = useWords(catalogueWords);
  const [form, setForm] = useState<string>('picture');
  const { value, problem, reload } = useJson<LineagePage>(`/api/lineage/${encodeURIComponent(table)}`);
  if (problem) return <ProblemAlert problem={problem} onRetry={reload} />;
  if (!value) return <Loading />;
  return (
    <SpaceBetween size="s">
      <SegmentedControl
        selectedId={form}
        label={words.lineage}
        options={[
          { id: 'picture', text: words.asPicture },
          { id: 'list', text: words.asList },
        ]}
        onChange={({ detail }) => setForm(detail.selectedId)}
      />
      {form === 'picture' ? (
        <LineagePicture flow={value} current={table} label={words.lineageOf(table)} />
      ) : (
        <LineageList flow={value} />
      )}
    </SpaceBetween>
  );
}

function LineageList({ flow: { nodes, edges } }: { readonly flow: LineagePage }) {
  const words = useWords(catalogueWords);
  const named = new Map(nodes.map((node) => [node.id, node]));
  const links = (ids: readonly string[]) => (
    <SpaceBetween direction="horizontal" size="xs">
      {ids.map((id) => {
        const node = named.get(id);
        return node && <NodeLink key={id} node={node} />;
      })}
    </SpaceBetween>
  );
  return (
    <Table
      items={nodes}
      trackBy="id"
      wrapLines
      contentDensity="compact"
      columnDefinitions={[
        {
          id: 'id',
          header: words.dataset,
          cell: (node) => <NodeLink node={node} />,
          isRowHeader: true,
          minWidth: 160,
        },
        { id: 'kind', header: words.kind, cell: ({ kind }) => words[kind].toLowerCase() },
        {
          id: 'from',
          header: words.comesFrom,
          cell: ({ id }) => links(edges.filter(({ to }) => to === id).map(({ from }) => from)),
          minWidth: 200,
        },
        {
          id: 'to',
          header: words.goesTo,
          cell: ({ id }) => links(edges.filter(({ from }) => from === id).map(({ to }) => to)),
          minWidth: 200,
        },
      ]}
    />
  );
}

function NodeLink({ node }: { readonly node: LineageNode }) {
  const address = addressOf(node);
  return address === null ? node.id : <PageLink to={address}>{node.id}</PageLink>;
}
