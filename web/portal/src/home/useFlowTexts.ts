import { useMemo } from 'react';
import { useFormats } from '../settings/format.ts';
import { useWords } from '../settings/settings.tsx';
import { homeWords } from '../words/home.ts';
import type { NodeKind } from './FlowNode.tsx';
import type { Flow, SinkFlow } from './flow.ts';

/** What the picture says of its parts, and how they are. */
export function useFlowTexts() {
  const words = useWords(homeWords);
  const formats = useFormats();
  return useMemo(() => {
    const { count, decimal, duration, percent } = formats;
    return {
      rateText: (rate: number) => (rate > 0 ? words.perSecond(decimal(rate)) : ''),
      sourceKind: (source: Flow['source']): NodeKind => (source ? sourceKinds[source.state] : 'off'),
      sourceText(source: Flow['source']): string[] {
        if (!source) return [words.noSource];
        const { state, copy, accepted, lagMs } = source;
        const share = copy && copy.estimated > 0 ? Math.min(1, copy.rows / copy.estimated) : 0;
        const said = {
          starting: words.starting,
          copying: words.copying(percent(share)),
          streaming: words.streaming,
          waiting: words.disconnected,
          stopped: words.stopped,
          failed: words.failed,
        };
        return [
          said[state],
          words.accepted(count(accepted)),
          ...(lagMs === null ? [] : [words.lag(duration(lagMs))]),
        ];
      },
      sinkKind: ({ failure, behind }: SinkFlow): NodeKind =>
        failure ? 'bad' : behind > 0 ? 'working' : 'good',
      sinkText({ failure, behind, waitedMs }: SinkFlow): string[] {
        if (failure) return [words.failing(failure)];
        return [behind === 0 ? words.upToDate : words.behind(count(behind), duration(waitedMs))];
      },
    };
  }, [words, formats]);
}

const sourceKinds = {
  starting: 'working',
  copying: 'working',
  streaming: 'good',
  waiting: 'bad',
  stopped: 'off',
  failed: 'bad',
} as const;
