import type { Mapping } from '../mapping.ts';
import { yesNo } from './codes.ts';

export const datosDemograficos: Mapping = {
  table: 'datos_demograficos',
  dataset: 'demographics',
  version: 1,
  fields: {
    demographic_id: 'alumno_id',
    student_id: 'alumno_id',
    birth_date: 'fecha_nacimiento',
    sex: { column: 'sexo', codes: { H: 'male', M: 'female', X: 'other', N: 'unspecified' } },
    american_indian_or_alaska_native: { column: 'org_amerindio', codes: yesNo },
    asian: { column: 'org_asiatico', codes: yesNo },
    black_or_african_american: { column: 'org_africano', codes: yesNo },
    native_hawaiian_or_other_pacific_islander: { column: 'org_isleno_pacifico', codes: yesNo },
    white: { column: 'org_europeo', codes: yesNo },
    demographic_race_two_or_more_races: { column: 'org_multiple', codes: yesNo },
    hispanic_or_latino_ethnicity: { column: 'org_hispano', codes: yesNo },
    country_of_birth_code: 'pais_nacimiento',
    state_of_birth_abbreviation: 'provincia_nacimiento',
    city_of_birth: 'municipio_nacimiento',
    public_school_residence_status: 'residencia',
    nationality_code: 'nacionalidad',
    primary_language: 'lengua_materna',
    has_support_needs: 'necesidades_apoyo',
    has_meal_assistance: 'beca_comedor',
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
