import stemmers from 'snowball-stemmers';

const marks = /\p{M}+/gu;
const wordForm = /[\p{L}\p{N}]+/gu;
const plainForm = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

/**
 * The words of a text, joined by single spaces, without accents, case and punctuation: "Núñez-Gómez, J." is
 * `nunez gomez j`. Compatibility decomposition (Unicode NFKD), so that "ﬁ" and "fi" are the same. It is what
 * full text, prefixes and the order of names go by, in every engine.
 */
export function folded(text: string): string {
  if (plainForm.test(text)) return text;
  const lower = text.normalize('NFKD').toLowerCase().replace(marks, '');
  return lower.match(wordForm)?.join(' ') ?? '';
}

const spanish = stemmers.newStemmer('spanish');
// The stemmer knows these endings only with the accent that folding took away.
const accentedEnding = /([au])cion$/;
const remembered = new Map<string, string>();
const rememberedMost = 50_000;
/** What is longer is no word of a language, and may be a file that somebody put into a text. */
const longestWord = 64;

/**
 * The Spanish stem of a folded word (Snowball, https://snowballstem.org/algorithms/spanish/stemmer.html), taken
 * until it stays: "enfermedades" loses its plural first, and only then what "enfermedad" loses.
 */
export function stem(word: string): string {
  if (word.length > longestWord) return word;
  let stemmed = remembered.get(word);
  if (stemmed === undefined) {
    const shorter = folded(spanish.stem(word.replace(accentedEnding, '$1ción')));
    stemmed = shorter === '' || shorter.length >= word.length ? word : stem(shorter);
    if (remembered.size >= rememberedMost) remembered.clear();
    remembered.set(word, stemmed);
  }
  return stemmed;
}

/** The stems of a folded text, joined by spaces. */
export function stems(text: string): string {
  return text === '' ? '' : text.split(' ').map(stem).join(' ');
}
