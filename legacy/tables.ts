/** One table of the monolith, and the dataset that its rows become; null for what stays behind. */
export interface LegacyTable {
  readonly table: string;
  readonly dataset: string | null;
}

/** Every table, each after the tables that it refers to. */
export const legacyTables = [
  { table: 'parametros', dataset: null },
  { table: 'niveles', dataset: null },
  { table: 'centros', dataset: 'orgs' },
  { table: 'periodos', dataset: 'academic_sessions' },
  { table: 'dias_lectivos', dataset: 'calendar_days' },
  { table: 'usuarios', dataset: null },
  { table: 'sesiones', dataset: null },
  { table: 'profesores', dataset: 'teachers' },
  { table: 'alumnos', dataset: 'students' },
  { table: 'datos_demograficos', dataset: 'demographics' },
  { table: 'padres', dataset: 'guardians' },
  { table: 'alumnos_padres', dataset: 'guardianships' },
  { table: 'asignaturas', dataset: null },
  { table: 'cursos', dataset: 'courses' },
  { table: 'clases', dataset: 'classes' },
  { table: 'matriculas_centro', dataset: 'school_enrollments' },
  { table: 'matriculas', dataset: 'enrollments' },
  { table: 'asignaciones_docentes', dataset: 'teaching_assignments' },
  { table: 'asistencia', dataset: 'attendance' },
  { table: 'incidencias', dataset: 'incidents' },
  { table: 'actividades_evaluables', dataset: 'line_items' },
  { table: 'calificaciones', dataset: 'results' },
  { table: 'acciones_usuario', dataset: 'user_actions' },
  { table: 'notificaciones', dataset: 'notifications' },
  { table: 'documentos', dataset: 'documents' },
  { table: 'recibos', dataset: null },
] as const satisfies readonly LegacyTable[];

export type TableName = (typeof legacyTables)[number]['table'];
