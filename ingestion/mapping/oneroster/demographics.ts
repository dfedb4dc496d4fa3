import type { Mapping } from '../mapping.ts';

/** demographics.csv, the rows of students. */
export const demographics: readonly Mapping[] = [
  {
    table: 'demographics',
    dataset: 'demographics',
    version: 1,
    fields: {
      demographic_id: 'sourcedId',
      student_id: 'sourcedId',
      birth_date: 'birthDate',
      sex: 'sex',
      american_indian_or_alaska_native: 'americanIndianOrAlaskaNative',
      asian: 'asian',
      black_or_african_american: 'blackOrAfricanAmerican',
      native_hawaiian_or_other_pacific_islander: 'nativeHawaiianOrOtherPacificIslander',
      white: 'white',
      demographic_race_two_or_more_races: 'demographicRaceTwoOrMoreRaces',
      hispanic_or_latino_ethnicity: 'hispanicOrLatinoEthnicity',
      country_of_birth_code: 'countryOfBirthCode',
      state_of_birth_abbreviation: 'stateOfBirthAbbreviation',
      city_of_birth: 'cityOfBirth',
      public_school_residence_status: 'publicSchoolResidenceStatus',
    },
    secret: [],
  },
];
