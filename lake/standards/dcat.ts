import type { Contract } from '../../datasets/contract.ts';
import { odcsFile } from './odcs.ts';

const context = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

const theme = 'http://publications.europa.eu/resource/authority/data-theme/EDUC';
/** A school's data are about children: none is for the public. */
const access = 'http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC';

/**
 * A catalogue of the datasets in DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/), as JSON-LD with the properties that
 * DCAT-AP asks for. Each dataset conforms to its contract in ODCS, in a file beside it.
 * @param base IRI of the folder in which the catalogue will stand, with a slash at its end
 */
export function dcatOf(
  contracts: readonly Contract[],
  { base, publisher }: { base: string; publisher: string },
) {
  return {
    '@context': context,
    '@id': `${base}catalog`,
    '@type': 'dcat:Catalog',
    'dct:title': localised('School data', 'Datos del centro'),
    'dct:description': localised(
      'The datasets of a school, as their contracts describe them.',
      'Los conjuntos de datos de un centro, como los describen sus contratos.',
    ),
    'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': publisher },
    'dcat:dataset': contracts.map((contract) => datasetOf(contract, base)),
  };
}

function datasetOf({ name, es, meaning, version, columns, retention }: Contract, base: string) {
  return {
    '@id': `${base}${name}`,
    '@type': 'dcat:Dataset',
    'dct:identifier': name,
    'dct:title': localised(name.replaceAll('_', ' '), es),
    'dct:description': [{ '@value': meaning, '@language': 'en' }],
    'dcat:version': String(version),
    'dcat:keyword': Object.entries(columns).flatMap(([column, facts]) => [
      { '@value': column.replaceAll('_', ' '), '@language': 'en' },
      { '@value': facts.es, '@language': 'es' },
    ]),
    'dcat:theme': { '@id': theme },
    'dct:accessRights': { '@id': access },
    'dct:conformsTo': { '@id': `${base}${odcsFile(name)}` },
    'dct:provenance': {
      '@type': 'dct:ProvenanceStatement',
      'dct:description': `Kept for ${retention.period}.`,
    },
  };
}

const localised = (en: string, es: string) => [
  { '@value': en, '@language': 'en' },
  { '@value': es, '@language': 'es' },
];
