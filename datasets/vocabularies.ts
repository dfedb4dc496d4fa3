/** CEDS "Entry Grade Level", as OneRoster uses it. */
export const gradeLevels = [
  'IT',
  'PR',
  'PK',
  'TK',
  'KG',
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '07',
  '08',
  '09',
  '10',
  '11',
  '12',
  '13',
  'PS',
  'UG',
  'Other',
] as const;

/** OneRoster 1.2 `RoleEnum`, with the `administrator` of 1.1. */
export const roles = [
  'administrator',
  'aide',
  'counselor',
  'districtAdministrator',
  'guardian',
  'parent',
  'principal',
  'proctor',
  'relative',
  'siteAdministrator',
  'student',
  'systemAdministrator',
  'teacher',
] as const;

/** OneRoster 1.2 `OrgTypeEnum`. */
export const orgTypes = ['department', 'school', 'district', 'local', 'state', 'national'] as const;

/** OneRoster 1.2 `SessionTypeEnum`. */
export const sessionTypes = ['gradingPeriod', 'semester', 'schoolYear', 'term'] as const;

/** OneRoster 1.2 `ClassTypeEnum`. */
export const classTypes = ['homeroom', 'scheduled'] as const;

/** OneRoster 1.2 `GenderEnum`. */
export const sexes = ['male', 'female', 'unspecified', 'other'] as const;

/** OneRoster 1.2 `ScoreStatusEnum`, spelled as its CSV files spell it. */
export const scoreStatuses = [
  'exempt',
  'fully graded',
  'not submitted',
  'partially graded',
  'submitted',
] as const;

export const dayTypes = ['instructional', 'holiday', 'vacation', 'weekend', 'non_instructional'] as const;

export const relations = [
  'mother',
  'father',
  'parent',
  'guardian',
  'grandparent',
  'sibling',
  'relative',
  'other',
] as const;

export const entryReasons = ['new', 'continuing', 'transfer', 'reentry', 'other'] as const;

export const exitReasons = [
  'transfer',
  'withdrawal',
  'moved',
  'graduation',
  'dropout',
  'expulsion',
  'deceased',
  'other',
] as const;

export const attendanceStatuses = ['present', 'absent', 'late', 'left_early'] as const;

export const incidentTypes = [
  'disruption',
  'disrespect',
  'defiance',
  'bullying',
  'fighting',
  'theft',
  'vandalism',
  'truancy',
  'device_misuse',
  'substances',
  'weapon',
  'other',
] as const;

export const severities = ['minor', 'serious', 'very_serious'] as const;

/** Event types of Caliper 1.2; an xAPI statement is a plain `Event`. */
export const eventTypes = [
  'AnnotationEvent',
  'AssessmentEvent',
  'AssessmentItemEvent',
  'AssignableEvent',
  'Event',
  'FeedbackEvent',
  'ForumEvent',
  'GradeEvent',
  'MediaEvent',
  'MessageEvent',
  'NavigationEvent',
  'QuestionnaireEvent',
  'QuestionnaireItemEvent',
  'ResourceManagementEvent',
  'SearchEvent',
  'SessionEvent',
  'SurveyEvent',
  'SurveyInvitationEvent',
  'ThreadEvent',
  'ToolLaunchEvent',
  'ToolUseEvent',
  'ViewEvent',
] as const;

export const channels = ['email', 'sms', 'app', 'letter'] as const;

export const notificationStatuses = ['pending', 'sent', 'delivered', 'read', 'failed'] as const;

export const documentTypes = [
  'report_card',
  'certificate',
  'authorization',
  'medical_report',
  'assessment_report',
  'support_plan',
  'minutes',
  'schedule',
  'assignment',
  'letter',
  'policy',
  'other',
] as const;

export const auditChannels = ['command line', 'portal'] as const;

/** `refused`: against a rule, or wrong in itself; `stopped`: whoever asked did not wait for the end. */
export const auditOutcomes = ['done', 'refused', 'failed', 'stopped'] as const;

export const ruleSeverities = ['warning', 'error', 'quarantine', 'hold'] as const;

export const qualityRuleKinds = ['between', 'ordered', 'unique', 'complete', 'resolves', 'sql'] as const;
