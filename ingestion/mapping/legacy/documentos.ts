import type { Mapping } from '../mapping.ts';

export const documentos: Mapping = {
  table: 'documentos',
  dataset: 'documents',
  version: 1,
  fields: {
    document_id: 'documento_id',
    school_id: 'centro_id',
    student_id: 'alumno_id',
    author_id: 'autor_id',
    type: {
      column: 'tipo',
      codes: {
        BOLETIN: 'report_card',
        CERTIFICADO: 'certificate',
        AUTORIZACION: 'authorization',
        JUSTIFICANTE_MEDICO: 'medical_report',
        INFORME: 'assessment_report',
        PLAN_DE_APOYO: 'support_plan',
        ACTA: 'minutes',
        HORARIO: 'schedule',
        TAREA: 'assignment',
        CARTA: 'letter',
        NORMATIVA: 'policy',
        OTRO: 'other',
      },
    },
    title: 'titulo',
    file_name: 'nombre_fichero',
    media_type: 'tipo_mime',
    byte_size: 'tamano',
    sha256: 'sha256',
    language: 'idioma',
    tags: 'etiquetas',
    created_at: 'creado_en',
  },
  secret: [],
};
