/** Colours of series, in their order; see settings/colours.css. */
export const palette = Array.from({ length: 8 }, (_, index) => `var(--chart-${index + 1})`);
