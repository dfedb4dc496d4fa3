import { wordTable } from './words.ts';

export const dashboardWords = wordTable({
  title: { es: 'Paneles', en: 'Dashboards' },
  all: { es: 'Todos', en: 'All' },
  latest: { es: (value: string) => `El último: ${value}`, en: (value: string) => `The latest: ${value}` },
  clear: { es: 'Quitar filtros', en: 'Clear filters' },
  empty: { es: 'No hay datos para esta selección', en: 'There are no data for this choice' },
  noValue: { es: 'sin valor', en: 'no value' },
  unfiltered: {
    es: (names: string) => `No se filtra por: ${names}`,
    en: (names: string) => `Not filtered by: ${names}`,
  },
  first: {
    es: (count: string) => `Las primeras ${count} filas`,
    en: (count: string) => `The first ${count} rows`,
  },
  openIn: { es: 'Abrir en la consola SQL', en: 'Open in the SQL console' },
  remove: { es: (name: string) => `Quitar ${name}`, en: (name: string) => `Remove ${name}` },
  unknown: { es: 'Este panel no existe', en: 'There is no such dashboard' },
  pick: {
    es: 'Pulse una barra, o una fila de la tabla, para ver más',
    en: 'Click a bar, or a row of the table, to see more',
  },
});
