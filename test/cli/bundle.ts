import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small OneRoster bundle. Bruno lacks his family name, which a contract requires. */
const files = {
  'orgs.csv': `sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
esc,,,Colegio Río Duero,school,,`,
  'academicSessions.csv': `sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
y26,,,Curso 2025-2026,schoolYear,2025-09-01,2026-06-30,,2026`,
  'courses.csv': `sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes
mat,,,y26,Matemáticas,MAT,9,esc,,`,
  'classes.csv': `sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods
mat-a,,,Matemáticas A,9,mat,MAT-A,scheduled,12,esc,y26,,,`,
  'users.csv': `sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
s1,,,true,esc,student,,,Ángela,Núñez Gómez,,,,,,,09,secreto
s2,,,true,esc,student,,,Bruno,,,,,,,,09,
s3,,,true,esc,student,,,名前,李,,,,,,,09,
t1,,,true,esc,teacher,,,Óscar,Ibáñez,,,,,,,,`,
  'enrollments.csv': `sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
e1,,,mat-a,esc,s1,student,,2025-09-08,
e3,,,mat-a,esc,s3,student,,2025-09-08,
e4,,,mat-a,esc,t1,teacher,true,2025-09-08,`,
};

/** Writes the bundle, with other content for some of its files. */
export function writeBundle(
  folder: string,
  changed: Partial<Record<keyof typeof files, string>> = {},
): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries({ ...files, ...changed })) {
    writeFileSync(join(folder, name), `${content}\n`);
  }
  return folder;
}
