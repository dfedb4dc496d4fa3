/** How the monolith's older columns write a boolean. */
export const yesNo = { S: true, N: false };

/** Spanish school years (Primaria, ESO, Bachillerato) as grades. */
export const levels = {
  '1EP': '01',
  '2EP': '02',
  '3EP': '03',
  '4EP': '04',
  '5EP': '05',
  '6EP': '06',
  '1ESO': '07',
  '2ESO': '08',
  '3ESO': '09',
  '4ESO': '10',
  '1BACH': '11',
  '2BACH': '12',
};

/** `rol_usuario`. */
export const roles = {
  ALUMNO: 'student',
  PROFESOR: 'teacher',
  PADRE: 'guardian',
  ADMINISTRACION: 'administrator',
  DIRECCION: 'principal',
};
