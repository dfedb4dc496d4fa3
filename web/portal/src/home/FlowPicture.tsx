import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useFormats } from '../settings/format.ts';
import { useWords } from '../settings/settings.tsx';
import { homeWords } from '../words/home.ts';
import './flow.css';
import { FlowArrow } from './FlowArrow.tsx';
import { FlowNode } from './FlowNode.tsx';
import type { Flow } from './flow.ts';
import { useFlowTexts } from './useFlowTexts.ts';

/** The way of the data as a picture: what stands where, and how much goes by. */
export function FlowPicture({ flow }: { readonly flow: Flow }) {
  const words = useWords(homeWords);
  const { count } = useFormats();
  const { sourceText, sinkText, rateText, sinkKind, sourceKind } = useFlowTexts();
  const { source, sinks, rate } = flow;
  return (
    <Container header={<Header variant="h2">{words.picture}</Header>}>
      <div className="flow">
        <FlowNode name="source" title={words.source} kind={sourceKind(source)} lines={sourceText(source)} />
        <FlowArrow name="a" rate={rate} text={rateText(rate)} />
        <FlowNode
          name="ledger"
          title={`${words.feeder} → ${words.ledger}`}
          kind="good"
          lines={[
            words.allRows(count(flow.rows)),
            words.changes(count(flow.head)),
            ...(flow.quarantined > 0 ? [words.refused(count(flow.quarantined))] : []),
          ]}
        />
        <FlowArrow name="b" rate={sinks.raw.rate} text={rateText(sinks.raw.rate)} />
        <FlowNode name="raw" title={words.raw} kind={sinkKind(sinks.raw)} lines={sinkText(sinks.raw)} />
        <FlowArrow name="c" rate={sinks.curate.rate} text={rateText(sinks.curate.rate)} />
        <FlowNode
          name="lake"
          title={words.lake}
          kind={sinkKind(sinks.curate)}
          lines={sinkText(sinks.curate)}
        />
        <FlowArrow name="d" rate={sinks.query.rate} text={rateText(sinks.query.rate)} />
        <FlowNode
          name="search"
          title={words.search}
          kind={sinkKind(sinks.query)}
          lines={sinkText(sinks.query)}
        />
      </div>
    </Container>
  );
}
