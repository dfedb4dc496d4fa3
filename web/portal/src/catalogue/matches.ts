/** Whether some of the texts hold every word, whatever its accents and its case. */
export function matches(wanted: string, texts: readonly string[]): boolean {
  const whole = folded(texts.join(' '));
  return folded(wanted)
    .split(/\s+/)
    .every((word) => whole.includes(word));
}

const folded = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
