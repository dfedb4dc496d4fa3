import { saveFile } from './saveFile.ts';

export type PictureType = 'svg' | 'png';

/** Pixels of the picture for each of the chart, so that it is sharp in a document. */
const scale = 2;
const kept = [
  'fill',
  'stroke',
  'opacity',
  'fill-opacity',
  'stroke-opacity',
  'font-family',
  'font-size',
  'font-weight',
];

/** Saves a chart as it is on screen: its colours and fonts are those of the page, which a picture has to bring along. */
export async function savePicture(chart: SVGSVGElement, name: string, type: PictureType): Promise<void> {
  const { width, height } = chart.getBoundingClientRect();
  const svg = new Blob([pictureOf(chart, width, height)], { type: 'image/svg+xml' });
  saveFile(type === 'svg' ? svg : await painted(svg, width, height), `${name}.${type}`);
}

function pictureOf(chart: SVGSVGElement, width: number, height: number): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [index, element] of [chart, ...chart.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(element);
    for (const property of kept) copies[index]?.setAttribute(property, style.getPropertyValue(property));
    // The policy of the page holds for its pictures, too: no inline styles.
    copies[index]?.removeAttribute('style');
  }
  for (const style of copy.querySelectorAll('style')) style.remove();
  const ground = document.createElementNS(chart.namespaceURI, 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.body).getPropertyValue('--surface') || 'white');
  copy.prepend(ground);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}

async function painted(svg: Blob, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(width * scale, height * scale);
    const paper = canvas.getContext('2d');
    if (!paper) throw new Error('this browser cannot paint');
    paper.scale(scale, scale);
    paper.drawImage(image, 0, 0, width, height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(url);
  }
}
