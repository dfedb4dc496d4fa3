/** The files that a bundle may hold and that are read, each before those that refer to it. */
export const fileNames = [
  'orgs',
  'academicSessions',
  'courses',
  'classes',
  'users',
  'roles',
  'relationships',
  'demographics',
  'enrollments',
  'categories',
  'lineItems',
  'results',
] as const;
export type FileName = (typeof fileNames)[number];

/** Files of the standard and of the SDS dialect that no dataset has a place for: counted and named, not read. */
export const unmappedNames = [
  'classResources',
  'courseResources',
  'lineItemLearningObjectiveIds',
  'lineItemScoreScales',
  'resources',
  'resultLearningObjectiveIds',
  'resultScoreScales',
  'scoreScales',
  'userFlags',
  'userProfiles',
  'userResources',
] as const;

/**
 * Column names as OneRoster 1.2 spells them, with those that only 1.1 or the SDS dialect has.
 * Sources: 1EdTech OneRoster 1.2 CSV binding; Microsoft School Data Sync, v2.1 CSV file format.
 */
export const columnNames: Readonly<Record<FileName, readonly string[]>> = {
  orgs: ['sourcedId', 'status', 'dateLastModified', 'name', 'type', 'identifier', 'parentSourcedId'],
  academicSessions: [
    ...['sourcedId', 'status', 'dateLastModified', 'title', 'type', 'startDate', 'endDate'],
    ...['parentSourcedId', 'schoolYear'],
  ],
  courses: [
    ...['sourcedId', 'status', 'dateLastModified', 'schoolYearSourcedId', 'title', 'courseCode', 'grades'],
    ...['orgSourcedId', 'subjects', 'subjectCodes'],
  ],
  classes: [
    ...['sourcedId', 'status', 'dateLastModified', 'title', 'grades', 'courseSourcedId', 'classCode'],
    ...['classType', 'location', 'schoolSourcedId', 'termSourcedIds', 'subjects', 'subjectCodes', 'periods'],
  ],
  users: [
    ...['sourcedId', 'status', 'dateLastModified', 'enabledUser', 'orgSourcedIds', 'role', 'username'],
    ...['userIds', 'givenName', 'familyName', 'middleName', 'identifier', 'email', 'sms', 'phone'],
    ...['agentSourcedIds', 'grades', 'password', 'userMasterIdentifier', 'preferredGivenName'],
    ...['preferredMiddleName', 'preferredFamilyName', 'primaryOrgSourcedId', 'pronouns'],
  ],
  roles: [
    ...['sourcedId', 'status', 'dateLastModified', 'userSourcedId', 'roleType', 'role', 'beginDate'],
    ...['endDate', 'orgSourcedId', 'userProfileSourcedId', 'sessionSourcedId', 'grade', 'isPrimary'],
  ],
  relationships: ['userSourcedId', 'relationshipUserSourcedId', 'relationshipRole'],
  demographics: [
    ...['sourcedId', 'status', 'dateLastModified', 'birthDate', 'sex', 'americanIndianOrAlaskaNative'],
    ...['asian', 'blackOrAfricanAmerican', 'nativeHawaiianOrOtherPacificIslander', 'white'],
    ...['demographicRaceTwoOrMoreRaces', 'hispanicOrLatinoEthnicity', 'countryOfBirthCode'],
    ...['stateOfBirthAbbreviation', 'cityOfBirth', 'publicSchoolResidenceStatus', 'ethnicityCodes'],
    ...['raceCodes'],
  ],
  enrollments: [
    ...['sourcedId', 'status', 'dateLastModified', 'classSourcedId', 'schoolSourcedId', 'userSourcedId'],
    ...['role', 'primary', 'beginDate', 'endDate'],
  ],
  categories: ['sourcedId', 'status', 'dateLastModified', 'title', 'weight'],
  lineItems: [
    ...['sourcedId', 'status', 'dateLastModified', 'title', 'description', 'assignDate', 'dueDate'],
    ...['classSourcedId', 'categorySourcedId', 'academicSessionSourcedId', 'resultValueMin'],
    ...['resultValueMax', 'schoolSourcedId'],
  ],
  results: [
    ...['sourcedId', 'status', 'dateLastModified', 'lineItemSourcedId', 'studentSourcedId', 'scoreStatus'],
    ...['score', 'scoreDate', 'comment', 'textScore', 'classSourcedId', 'inProgress', 'incomplete'],
    ...['late', 'missing'],
  ],
};

/** SDS is Microsoft's dialect, School Data Sync v2.1. */
export type Version = '1.0' | '1.1' | '1.2' | 'SDS 2.1';

type Names = Readonly<Partial<Record<FileName, Readonly<Record<string, string>>>>>;

/** What the other versions call the same columns. */
export const aliases: Readonly<Record<Exclude<Version, '1.2'>, Names>> = {
  '1.0': {
    courses: { schoolYearId: 'schoolYearSourcedId', grade: 'grades' },
    classes: { grade: 'grades', termSourcedId: 'termSourcedIds' },
    users: { agents: 'agentSourcedIds', userId: 'userIds', orgSourcedId: 'orgSourcedIds', grade: 'grades' },
    demographics: { userSourcedId: 'sourcedId' },
  },
  '1.1': {
    lineItems: { gradingPeriodSourcedId: 'academicSessionSourcedId' },
  },
  'SDS 2.1': {
    courses: { code: 'courseCode', subject: 'subjects', grade: 'grades' },
    classes: { orgSourcedId: 'schoolSourcedId', sessionSourcedIds: 'termSourcedIds', code: 'classCode' },
    roles: { roleStartDate: 'beginDate', roleEndDate: 'endDate' },
    demographics: {
      userSourcedId: 'sourcedId',
      birthCity: 'cityOfBirth',
      birthState: 'stateOfBirthAbbreviation',
      birthCountry: 'countryOfBirthCode',
    },
  },
};
