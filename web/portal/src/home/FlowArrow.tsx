interface Properties {
  readonly name: string;
  /** Changes a second: the more, the quicker it runs. */
  readonly rate: number;
  readonly text: string;
}

const slowestSeconds = 3;
const quickestSeconds = 0.3;

/** A way that data takes. It moves while something goes by, unless the person wants no motion. */
export function FlowArrow({ name, rate, text }: Properties) {
  const seconds = Math.max(quickestSeconds, slowestSeconds / (1 + Math.log10(1 + rate)));
  return (
    <div className={`flow-arrow flow-arrow-${name}${rate > 0 ? ' flow-moves' : ''}`}>
      <span className="flow-line" style={{ animationDuration: `${seconds.toFixed(1)}s` }} aria-hidden />
      <span className="flow-rate">{text}</span>
    </div>
  );
}
