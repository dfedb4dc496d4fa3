/**
 * Characters that show nothing, or turn what stands around them: a name with one of them may pass for another. Those
 * that join letters or keep them apart are part of how names are written in some scripts.
 */
const hidden = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A text in which nothing is hidden: `a\u202eb` shows as `a⟨202e⟩b`; line ends stay. */
export function visible(text: string): string {
  return text.replaceAll(hidden, (sign) =>
    sign === '\n' ? sign : `⟨${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}⟩`,
  );
}
