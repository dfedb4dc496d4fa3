import { csv } from './workbench.ts';

type Files = Record<string, string>;

/** One school under one district, in OneRoster 1.2 with gradebook, as its own system would export it. */
export function school12(): Files {
  return {
    'manifest.csv': csv(
      'propertyName,value',
      'manifest.version,1.0',
      'oneroster.version,1.2',
      ...[
        'academicSessions',
        'categories',
        'classes',
        'courses',
        'demographics',
        'enrollments',
        'lineItems',
      ].map((name) => `file.${name},bulk`),
      ...['orgs', 'resources', 'results', 'roles', 'userProfiles', 'users'].map(
        (name) => `file.${name},bulk`,
      ),
      'source.systemName,Cuaderno',
      'source.systemCode,cuaderno',
    ),
    'orgs.csv': csv(
      'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId',
      'd1,,,Distrito Sur,district,,',
      'e1,,,IES Aljibe,school,28012345,d1',
    ),
    'academicSessions.csv': csv(
      'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
      'y26,,,Curso 2025-26,schoolYear,2025-09-08,2026-06-20,,2026',
      't1,,,Primer trimestre,term,2025-09-08,2025-12-20,y26,2026',
    ),
    'courses.csv': csv(
      'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes',
      'mat,,,y26,Matemáticas,MAT1,"07,08",e1,"Álgebra,Geometría","A1,G1"',
    ),
    'classes.csv': csv(
      'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods',
      'c1,,,Matemáticas 1A,07,mat,M1A,scheduled,Aula 3,e1,"t1,y26",,,"2,3"',
    ),
    'users.csv': csv(
      'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns',
      's1,,,true,ana,{NIA:111},Ana,Núñez Gil,,111,,,,p1,07,hunter2,,Anita,,,e1,ella',
      's2,,,true,leo,{NIA:222},Leo,Núñez Gil,,222,,,,p1,07,hunter2,,,,,e1,',
      't9,,,true,marta,,Marta,Ruiz,,,marta@example.org,,,,,hunter2,,,,,,',
      'p1,,,true,eva,,Eva,Gil,,,eva@example.org,600000000,,,,hunter2,,,,,,',
      'x1,,,true,bot,,Robot,Uno,,,,,,,,hunter2,,,,,,',
    ),
    'roles.csv': csv(
      'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId',
      'r1,,,s1,primary,student,2025-09-08,,e1,',
      'r2,,,s2,primary,student,2025-10-01,2026-06-20,e1,',
      'r3,,,t9,primary,teacher,,,e1,pr1',
      'r4,,,t9,secondary,parent,,,e1,',
      'r5,,,p1,primary,parent,,,e1,',
      'r6,,,x1,primary,ext:robot,,,e1,',
    ),
    'userProfiles.csv': csv(
      'sourcedId,status,dateLastModified,userSourcedId,profileType,vendorId,applicationId,description,credentialType,username,password',
      'pr1,,,t9,app,v1,,,password,marta,hunter2',
    ),
    'demographics.csv': csv(
      'sourcedId,status,dateLastModified,birthDate,sex,asian,cityOfBirth',
      's1,,,2013-02-03,female,false,Teruel',
    ),
    'enrollments.csv': csv(
      'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
      'm1,,,c1,e1,s1,student,,2025-09-08,',
      'm2,,,c1,e1,s2,student,,2025-10-01,2026-01-15',
      'm3,,,c1,e1,t9,teacher,true,,',
      'm4,,,c1,e1,x1,ext:robot,,,',
    ),
    'categories.csv': csv('sourcedId,status,dateLastModified,title,weight', 'k1,,,Exámenes,60'),
    'lineItems.csv': csv(
      'sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId',
      'l1,,,Examen 1,,2025-10-10,2025-10-17,c1,k1,t1,0,10,e1',
    ),
    'results.csv': csv(
      'sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,textScore,classSourcedId,inProgress,incomplete,late,missing',
      'n1,,,l1,s1,fully graded,8.25,2025-10-20,"Bien, sigue",,,false,false,,',
      'n2,,,l1,s2,not submitted,,2025-10-20,,NP,c1,,,,true',
    ),
    'resources.csv': csv('sourcedId,status,dateLastModified,vendorResourceId', 'b1,,,9788400000000'),
  };
}

/** A school of OneRoster 1.1 with so many students, each in one class of one school year. */
export function school11(year: number, students: readonly string[], delta = false): Files {
  const mode = delta ? 'delta' : 'bulk';
  const when = delta ? `active,${year}-01-01T00:00:00Z` : ',';
  return {
    'manifest.csv': csv(
      'propertyName,value',
      'oneroster.version,1.1',
      ...['academicSessions', 'classes', 'enrollments', 'orgs', 'users'].map(
        (name) => `file.${name},${mode}`,
      ),
      'source.systemCode,sis',
    ),
    'orgs.csv': csv('sourcedId,status,dateLastModified,name,type', `e1,${when},Colegio,school`),
    'academicSessions.csv': csv(
      'sourcedId,status,dateLastModified,title,type,startDate,endDate,schoolYear',
      `y${year},${when},Curso,schoolYear,${year - 1}-09-01,${year}-06-30,${year}`,
    ),
    'classes.csv': csv(
      'sourcedId,status,dateLastModified,title,schoolSourcedId,termSourcedIds',
      `c${year},${when},Clase,e1,y${year}`,
    ),
    'users.csv': csv(
      'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName,agentSourcedIds',
      ...students.map((id) => `${id},${when},true,e1,student,${id},Ana,Gil,`),
    ),
    'enrollments.csv': csv(
      'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role',
      ...students.map((id) => `${id}-${year},${when},c${year},e1,${id},student`),
    ),
  };
}

/** `s1`, `s2`, ... up to so many. */
export const students = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `s${index + 1}`);
