import * as Plot from '@observablehq/plot';
import { useEffect, useRef, useState } from 'react';
import { styleNonce } from './nonce.ts';
import './chart.css';

/**
 * Everything but the width, which follows the place that the chart has: for all widths, or for the one that there
 * is. Keep it between renders (useMemo).
 */
export type Drawing = Plot.PlotOptions | ((width: number) => Plot.PlotOptions);

interface Properties {
  readonly options: Drawing;
  readonly ariaLabel: string;
  /** Told of the chart on screen, for who saves it as a picture. */
  readonly onDrawn?: (figure: SVGSVGElement | HTMLElement) => void;
  /** Told of the datum that was clicked, of a mark with a tip. */
  readonly onPick?: (datum: unknown) => void;
}

/** A chart of Observable Plot as wide as there is room. */
export function PlotFigure({ options, ariaLabel, onDrawn, onPick }: Properties) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!place.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (width === 0) return;
    const wanted = typeof options === 'function' ? options(width) : options;
    const figure = draw({ ...wanted, width, ariaLabel });
    place.current?.replaceChildren(figure);
    onDrawn?.(figure);
    if (onPick) {
      figure.addEventListener('click', () => {
        const { value } = figure as { readonly value?: unknown };
        if (value !== null && value !== undefined) onPick(value);
      });
    }
    return () => figure.remove();
  }, [options, width, ariaLabel, onDrawn, onPick]);
  return <div ref={place} className={onPick ? 'chart picked' : 'chart'} />;
}

/** Plot puts an element of style into each chart. It is applied with the chart, and needs the nonce of the page by then. */
function draw(options: Plot.PlotOptions): SVGSVGElement | HTMLElement {
  const figure = Plot.plot(options);
  for (const style of figure.querySelectorAll('style')) style.nonce = styleNonce;
  // To who hears the page the chart is one picture, with the table behind it: its parts may not be named apart.
  const chart = figure instanceof SVGSVGElement ? figure : figure.querySelector(':scope > svg');
  chart?.setAttribute('role', 'img');
  chart?.setAttribute('aria-label', options.ariaLabel ?? '');
  for (const part of chart?.querySelectorAll('g[aria-label]') ?? []) part.removeAttribute('aria-label');
  return figure;
}
