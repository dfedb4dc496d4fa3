import { wordTable } from './words.ts';

export const consoleWords = wordTable({
  title: { es: 'Consola SQL', en: 'SQL console' },
  editor: { es: 'Sentencia SQL', en: 'SQL statement' },
  editorHint: {
    es: 'Ctrl-Intro ejecuta; Escape y después Tab sale del editor',
    en: 'Ctrl-Enter runs; Escape and then Tab leaves the editor',
  },
  run: { es: 'Ejecutar', en: 'Run' },
  cancel: { es: 'Cancelar', en: 'Cancel' },
  explain: { es: 'Explicar', en: 'Explain' },
  plan: { es: 'Plan', en: 'Plan' },
  running: {
    es: (rows: string, time: string) => `En curso: ${rows} filas, ${time}`,
    en: (rows: string, time: string) => `Running: ${rows} rows, ${time}`,
  },
  done: {
    es: (rows: string, time: string) => `${rows} filas en ${time}`,
    en: (rows: string, time: string) => `${rows} rows in ${time}`,
  },
  cut: {
    es: (rows: string, time: string) => `Las primeras ${rows} filas, en ${time}; la descarga las trae todas`,
    en: (rows: string, time: string) => `The first ${rows} rows, in ${time}; a download has all of them`,
  },
  cancelled: { es: 'Cancelada', en: 'Cancelled' },
  result: { es: 'Resultado', en: 'Result' },
  download: { es: 'Descargar', en: 'Download' },
  downloadCsv: { es: 'CSV para hojas de cálculo', en: 'CSV for spreadsheets' },
  history: { es: 'Sentencias anteriores', en: 'Earlier statements' },
  clearHistory: { es: 'Olvidarlas', en: 'Forget them' },
  useAgain: { es: 'Traer al editor', en: 'Put into the editor' },
});
