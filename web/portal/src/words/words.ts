/** The languages of the portal. */
export const languages = ['es', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in every language: what lacks one does not compile. */
export type Words<T = string> = Readonly<Record<Language, T>>;

type Sayable = string | ((...values: never[]) => string);
export type WordTable<T> = { readonly [K in keyof T]: Words<T[K]> };

/** Everything that one part of the portal says; texts with values in them are functions, the same in each language. */
export function wordTable<T extends Readonly<Record<string, Sayable>>>(table: WordTable<T>): WordTable<T> {
  return table;
}

export function spoken<T>(table: WordTable<T>, language: Language): T {
  const entries = Object.entries<Words<unknown>>(table as Readonly<Record<string, Words<unknown>>>);
  return Object.fromEntries(entries.map(([key, words]) => [key, words[language]])) as T;
}
