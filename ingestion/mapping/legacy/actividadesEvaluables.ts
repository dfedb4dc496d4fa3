import type { Mapping } from '../mapping.ts';

export const actividadesEvaluables: Mapping = {
  table: 'actividades_evaluables',
  dataset: 'line_items',
  version: 1,
  fields: {
    line_item_id: 'actividad_id',
    title: 'titulo',
    description: 'descripcion',
    class_id: 'clase_id',
    school_id: 'centro_id',
    academic_session_id: 'periodo_id',
    category: 'categoria',
    weight: 'peso',
    assign_date: 'fecha_asignacion',
    due_date: 'fecha_entrega',
    result_value_min: 'nota_minima',
    result_value_max: 'nota_maxima',
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
