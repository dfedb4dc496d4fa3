import { integer, list, text, timestamp } from './columns.ts';
import { defineDataset } from './contract.ts';
import { documentTypes } from './vocabularies.ts';

export const documents = defineDataset({
  name: 'documents',
  kind: 'document',
  version: 1,
  meaning: 'A file of any kind; its bytes and its text are kept apart, each by its hash.',
  es: 'Documentos',
  key: 'document_id',
  columns: {
    document_id: text('Key of the document.', { es: 'Documento', reveals: 'identity', whose: 'student' }),
    school_id: text('School that keeps the document.', { es: 'Centro', optional: true, references: 'orgs' }),
    student_id: text('Student whom the document is about, if it is about one.', {
      es: 'Alumno',
      optional: true,
      references: 'students',
      reveals: 'identity',
      whose: 'student',
    }),
    author_id: text('Account of the person who filed the document.', {
      es: 'Autor',
      optional: true,
      reveals: 'identity',
      whose: 'user',
    }),
    type: text('What the document is for.', { es: 'Tipo', optional: true, vocabulary: documentTypes }),
    title: text('Title of the document.', {
      es: 'Título',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    file_name: text('Name of the file, without its folder.', {
      es: 'Fichero',
      reveals: 'sensitive',
      whose: 'student',
    }),
    media_type: text('Media type of the bytes, as IANA registers it.', { es: 'Tipo de contenido' }),
    byte_size: integer('Size of the file in bytes.', { es: 'Tamaño en bytes' }),
    sha256: text('SHA-256 of the bytes, in lower-case hexadecimal.', { es: 'Resumen del fichero' }),
    text_sha256: text('SHA-256 of the text that was extracted; empty where there is none.', {
      es: 'Resumen del texto',
      optional: true,
    }),
    language: text('Language of the text, as a BCP 47 tag.', { es: 'Idioma', optional: true }),
    page_count: integer('Pages of the document, where it has pages.', { es: 'Páginas', optional: true }),
    tags: list({ kind: 'text' })('Words by which people find the document.', {
      es: 'Etiquetas',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    created_at: timestamp('When the document was filed, or its file last written.', {
      es: 'Creado',
      optional: true,
    }),
  },
  subjects: { student: 'student_id', user: 'author_id' },
  erasure: { user: 'anonymise' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'schools-exist', severity: 'warning', kind: 'resolves', column: 'school_id' },
    { name: 'students-exist', severity: 'warning', kind: 'resolves', column: 'student_id' },
    { name: 'size-is-not-negative', severity: 'error', kind: 'between', column: 'byte_size', min: '0' },
  ],
  freshness: 'PT5M',
  retention: { period: 'P5Y', from: 'deletion' },
});
