import { wordTable } from './words.ts';

export const chartWords = wordTable({
  noValue: { es: 'sin valor', en: 'no value' },
  chart: { es: 'Gráfico', en: 'Chart' },
  table: { es: 'Tabla', en: 'Table' },
  view: { es: 'Gráfico o tabla', en: 'Chart or table' },
  savePicture: { es: 'Guardar como imagen', en: 'Save as a picture' },
});
