import { expect, test } from 'vitest';
import { catalog } from '../../datasets/catalog.ts';
import { passedOver, searchedFields } from '../../query/text/searched.ts';
import { folded, stem } from '../../query/text/words.ts';

test.each([
  ['Núñez', 'nunez'],
  ['NÚÑEZ-Gómez,  J.', 'nunez gomez j'],
  ['Nu\u0301n\u0303ez', 'nunez'],
  ["D'Angelo", 'd angelo'],
  ['ana.ruiz+x@colegio.edu', 'ana ruiz x colegio edu'],
  ['3º A ﬁn', '3o a fin'],
  ['Ἀθῆναι Москва 東京', 'αθηναι москва 東京'],
  ['¿¡… 😀 !', ''],
  ['', ''],
])('the words of "%s"', (text, words) => {
  expect(folded(text)).toBe(words);
  expect(folded(words)).toBe(words);
});

test.each([
  ['educacion', 'educaciones'],
  ['institucion', 'instituciones'],
  ['ausencia', 'ausencias'],
  ['justificada', 'justificado'],
  ['matematica', 'matematicas'],
  ['enfermedad', 'enfermedades'],
  ['examen', 'examenes'],
])('"%s" and "%s" have one stem', (one, other) => {
  expect(stem(one)).toBe(stem(other));
});

test('what is longer than any word is left as it is', () => {
  expect(stem(`${'x'.repeat(57)}canciones`)).toBe(`${'x'.repeat(57)}canciones`);
  expect(stem(`${'x'.repeat(50)}canciones`)).toBe(`${'x'.repeat(50)}cancion`);
});

test('full text reads what people look for; ids, references and vocabularies are compared', () => {
  const read = (dataset: string) =>
    searchedFields(catalog[dataset] ?? expect.fail(dataset)).map(({ name, prose }) =>
      prose ? `${name}*` : name,
    );
  expect(read('students')).toEqual([
    'username',
    'identifier',
    'given_name',
    'middle_name',
    'family_name',
    'preferred_given_name',
    'email',
    'sms',
    'phone',
    'notes*',
  ]);
  expect(read('attendance')).toEqual(['reason*']);
  expect(read('enrollments')).toEqual([]);
  expect(read('documents')).toEqual(['title*', 'file_name*', 'text*', 'tags*']);
});

test('what is passed over exists', () => {
  for (const [dataset, columns] of Object.entries(passedOver)) {
    expect(Object.keys(catalog[dataset]?.columns ?? {})).toEqual(expect.arrayContaining([...columns]));
  }
});
