import { sexOf } from './codes.ts';
import { add, dateCell, list, namedRows, type Roster, skip, text } from './roster.ts';

const originColumns = [
  ['org_amerindio', 'americanIndianOrAlaskaNative'],
  ['org_asiatico', 'asian'],
  ['org_africano', 'blackOrAfricanAmerican'],
  ['org_isleno_pacifico', 'nativeHawaiianOrOtherPacificIslander'],
  ['org_europeo', 'white'],
  ['org_multiple', 'demographicRaceTwoOrMoreRaces'],
  ['org_hispano', 'hispanicOrLatinoEthnicity'],
] as const;

export function addDemographics(roster: Roster, students: ReadonlyMap<string, { key: number }>): void {
  for (const { id, row } of namedRows(roster, 'demographics')) {
    const student = students.get(id);
    if (!student) {
      skip(roster, 'demographics', row, 'is about nobody who is a student');
      continue;
    }
    // SDS lists the codes that hold in two cells instead of a column for each.
    const codes = new Set([...list(row.cells.raceCodes), ...list(row.cells.ethnicityCodes)]);
    const flag = (name: string) => ({ true: 'S', false: 'N' })[row.cells[name]?.toLowerCase() ?? ''] ?? null;
    add(roster, 'datos_demograficos', {
      alumno_id: student.key,
      fecha_nacimiento: dateCell(roster, 'demographics', row, 'birthDate'),
      sexo: sexOf(row.cells.sex),
      pais_nacimiento: text(row, 'countryOfBirthCode'),
      provincia_nacimiento: text(row, 'stateOfBirthAbbreviation'),
      municipio_nacimiento: text(row, 'cityOfBirth'),
      residencia: text(row, 'publicSchoolResidenceStatus'),
      ...Object.fromEntries(
        originColumns.map(([column, name]) => [column, codes.has(name) ? 'S' : flag(name)]),
      ),
    });
  }
}
