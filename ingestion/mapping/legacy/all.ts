import type { Mapping } from '../mapping.ts';
import { accionesUsuario } from './accionesUsuario.ts';
import { actividadesEvaluables } from './actividadesEvaluables.ts';
import { alumnos } from './alumnos.ts';
import { alumnosPadres } from './alumnosPadres.ts';
import { asignacionesDocentes } from './asignacionesDocentes.ts';
import { asistencia } from './asistencia.ts';
import { calificaciones } from './calificaciones.ts';
import { centros } from './centros.ts';
import { clases } from './clases.ts';
import { cursos } from './cursos.ts';
import { datosDemograficos } from './datosDemograficos.ts';
import { diasLectivos } from './diasLectivos.ts';
import { documentos } from './documentos.ts';
import { incidencias } from './incidencias.ts';
import { matriculas } from './matriculas.ts';
import { matriculasCentro } from './matriculasCentro.ts';
import { notificaciones } from './notificaciones.ts';
import { padres } from './padres.ts';
import { periodos } from './periodos.ts';
import { profesores } from './profesores.ts';

/** What becomes of the monolith's tables, in the order in which they are copied: each after those it refers to. */
export const legacyMappings: readonly Mapping[] = [
  centros,
  periodos,
  diasLectivos,
  cursos,
  clases,
  profesores,
  alumnos,
  datosDemograficos,
  padres,
  alumnosPadres,
  matriculasCentro,
  matriculas,
  asignacionesDocentes,
  asistencia,
  incidencias,
  actividadesEvaluables,
  calificaciones,
  accionesUsuario,
  notificaciones,
  documentos,
];
