import { type Figure, keepsBar, type Named, ratioOf } from './bench.ts';

const width = 760;
const rowHeight = 26;
const left = 400;
const span = 240;
/** The bar stands here, as a share of the span; what takes more than the span is cut. */
const limit = 0.75;

/** How much of what its bar allows each figure takes, as an SVG that suits light and dark pages. */
export function chartOf(figures: readonly Named[]): string {
  const rows = figures.filter(({ bar }) => bar !== undefined);
  const height = rows.length * rowHeight + 48;
  const at = left + span * limit;
  const lines = rows.map((figure, index) => {
    const y = 16 + index * rowHeight;
    const length = Math.round(Math.min(1, taken(figure) * limit) * span);
    return `<text x="${left - 8}" y="${y + 13}" text-anchor="end">${escaped(nameOf(figure))}</text>
<rect class="${keepsBar(figure) ? 'kept' : 'missed'}" x="${left}" y="${y}" width="${length}" height="18" rx="2"/>
<text x="${left + span + 8}" y="${y + 13}">${escaped(shown(figure))}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Measures against their bars; shorter is better">
<style>
text { font: 12px system-ui, sans-serif; fill: #333 }
.kept { fill: #2f7d6d }
.missed { fill: #b3452c }
line { stroke: #333; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .kept { fill: #58b8a4 } .missed { fill: #e8795c } line { stroke: #ddd } }
</style>
${lines.join('\n')}
<line x1="${at}" x2="${at}" y1="8" y2="${height - 28}"/>
<text x="${at}" y="${height - 12}" text-anchor="middle">the bar; shorter is better</text>
</svg>
`;
}

const nameOf = ({ what, peer }: Figure) => (peer ? `${what}, beside ${peer.what}` : what);

/** 1 is exactly what the bar allows, less is better. */
function taken(figure: Figure): number {
  const held = ratioOf(figure) ?? figure.value;
  if (!figure.bar) return 0;
  return 'atMost' in figure.bar ? held / figure.bar.atMost : figure.bar.atLeast / held;
}

function shown(figure: Figure): string {
  const ratio = ratioOf(figure);
  if (ratio !== null) return `${ratio} times`;
  const digits = figure.value >= 10 ? 0 : 2;
  return `${figure.value.toLocaleString('en', { maximumFractionDigits: digits })} ${figure.unit}`;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
