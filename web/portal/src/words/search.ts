import { wordTable } from './words.ts';

export const searchWords = wordTable({
  title: { es: 'Búsqueda', en: 'Search' },
  dataset: { es: 'Conjunto', en: 'Dataset' },
  text: { es: 'Qué se busca', en: 'What to look for' },
  textHint: { es: 'Nombres, títulos, textos…', en: 'Names, titles, texts…' },
  filter: { es: 'Filtro', en: 'Filter' },
  filterHint: {
    es: "Por ejemplo: family_name ^= 'garc' and grades contains '09'",
    en: "For example: family_name ^= 'garc' and grades contains '09'",
  },
  sort: { es: 'Orden', en: 'Order' },
  sortHint: {
    es: 'Por ejemplo: family_name, birth_date desc',
    en: 'For example: family_name, birth_date desc',
  },
  search: { es: 'Buscar', en: 'Search' },
  found: {
    es: (from: string, to: string, total: string) => `${from} a ${to} de ${total} filas`,
    en: (from: string, to: string, total: string) => `${from} to ${to} of ${total} rows`,
  },
  nothing: { es: 'No se ha encontrado nada', en: 'Nothing was found' },
  results: { es: 'Resultados', en: 'Results' },
  facets: { es: 'Acotar', en: 'Narrow down' },
  missing: { es: 'sin valor', en: 'no value' },
  clear: { es: 'Quitar filtros', en: 'Clear filters' },
  previous: { es: 'Anteriores', en: 'Previous' },
  next: { es: 'Siguientes', en: 'Next' },
  open: { es: 'Ver la fila', en: 'Open the row' },
  row: { es: 'Fila', en: 'Row' },
  related: { es: 'Filas relacionadas', en: 'Related rows' },
  moreRelated: { es: 'hay más', en: 'there are more' },
  close: { es: 'Cerrar', en: 'Close' },
});
