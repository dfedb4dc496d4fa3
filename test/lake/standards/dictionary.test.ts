import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { text } from '../../../datasets/columns.ts';
import { defineDataset } from '../../../datasets/contract.ts';
import { dcatOf } from '../../../lake/standards/dcat.ts';
import { entriesOf } from '../../../lake/standards/dictionary/entries.ts';
import { dictionaryHtml } from '../../../lake/standards/dictionary/html.ts';
import { dictionaryMarkdown } from '../../../lake/standards/dictionary/markdown.ts';

const pets = defineDataset({
  name: 'pets',
  kind: 'fact',
  version: 2,
  meaning: 'An animal | of a <student>.',
  es: 'Mascotas & "bichos"',
  key: 'pet_id',
  columns: {
    pet_id: text('Key.', { es: 'Mascota' }),
    kind: text('What it is.', {
      es: 'Especie',
      optional: true,
      vocabulary: ['cat', 'dog'],
      reveals: 'sensitive',
    }),
    mother_id: text('Its mother.', { es: 'Madre', optional: true, references: 'pets' }),
  },
  subjects: {},
  scope: { kind: 'bridge', through: 'owners', on: 'pet_id' },
  quality: [{ name: 'known', severity: 'warning', kind: 'complete', column: 'kind', share: 0.9 }],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
});
const neighbours = () => ({ from: ['legacy.mascotas'], to: ['marts.pets'] });

test('Markdown has a section for each dataset, whose signs are texts', () => {
  expect(dictionaryMarkdown(entriesOf([pets], neighbours, 'es'), 'es')).toBe(`# Diccionario de datos

Cada conjunto de datos y cada columna, como los describen los contratos.

- [pets](#pets): Mascotas & "bichos"

## pets

*Mascotas & "bichos".* An animal \\| of a \\<student\\>.

- Clave: pet_id
- Clase: hecho, 2
- Pertenece a un centro por: owners, por pet_id
- Se puede buscar en: PT1M
- Se conserva: P1Y desde que se borra
- Sale de: legacy.mascotas
- Lo leen: marts.pets

| Columna | Nombre | Tipo | Obligatoria | Revela | Significado |
| --- | --- | --- | --- | --- | --- |
| \`pet_id\` | Mascota | text | sí |  | Key. |
| \`kind\` | Especie | text | no | sensible | What it is. Valores: cat, dog. |
| \`mother_id\` | Madre | text | no |  | Its mother. Se refiere a [pets](#pets). |

Reglas:

- known (aviso): kind se conoce al menos en el 90 % de las filas
`);
});

describe('the page', () => {
  const page = dictionaryHtml(entriesOf([pets], neighbours, 'en'), 'en');

  test('shows texts as texts', () => {
    expect(page).toContain('An animal | of a &lt;student&gt;.');
    expect(page).toContain('Mascotas &amp; &quot;bichos&quot;');
    expect(page).not.toContain('<student>');
  });

  test('lets run only its own script and style', () => {
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
    const allowed = (content: string) => `'sha256-${hash('sha256', content, 'base64')}'`;
    expect(page).toContain(`default-src 'none'; style-src ${allowed(style)}; script-src ${allowed(script)}`);
    expect(page).not.toMatch(/(src|href)="(?!#)/);
  });

  test('leads from a reference to what it refers to', () => {
    expect(page).toContain('<section id="pets"');
    expect(page).toContain('Refers to <a href="#pets">pets</a>.');
  });
});

test('DCAT has a dataset for each contract, to which it conforms', () => {
  const catalog = dcatOf([pets], { base: 'https://x.org/a/', publisher: 'IES Duero' });
  expect(catalog).toMatchObject({
    '@id': 'https://x.org/a/catalog',
    '@type': 'dcat:Catalog',
    'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': 'IES Duero' },
  });
  expect(catalog['dcat:dataset']).toEqual([
    {
      '@id': 'https://x.org/a/pets',
      '@type': 'dcat:Dataset',
      'dct:identifier': 'pets',
      'dct:title': [
        { '@value': 'pets', '@language': 'en' },
        { '@value': 'Mascotas & "bichos"', '@language': 'es' },
      ],
      'dct:description': [{ '@value': 'An animal | of a <student>.', '@language': 'en' }],
      'dcat:version': '2',
      'dcat:keyword': [
        { '@value': 'pet id', '@language': 'en' },
        { '@value': 'Mascota', '@language': 'es' },
        { '@value': 'kind', '@language': 'en' },
        { '@value': 'Especie', '@language': 'es' },
        { '@value': 'mother id', '@language': 'en' },
        { '@value': 'Madre', '@language': 'es' },
      ],
      'dcat:theme': { '@id': 'http://publications.europa.eu/resource/authority/data-theme/EDUC' },
      'dct:accessRights': {
        '@id': 'http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC',
      },
      'dct:conformsTo': { '@id': 'https://x.org/a/pets.odcs.yaml' },
      'dct:provenance': { '@type': 'dct:ProvenanceStatement', 'dct:description': 'Kept for P1Y.' },
    },
  ]);
});
