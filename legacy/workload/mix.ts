import * as life from './life.ts';
import type { Operation } from './operation.ts';
import * as people from './people.ts';
import * as teaching from './teaching.ts';

/** What a school writes, and how often of about a thousand transactions. */
export const mix: readonly { readonly name: string; readonly weight: number; readonly run: Operation }[] = [
  { name: 'useApplication', weight: 260, run: life.useApplication },
  { name: 'takeAttendance', weight: 120, run: teaching.takeAttendance },
  { name: 'excuseAbsence', weight: 120, run: teaching.excuseAbsence },
  { name: 'correctGrade', weight: 100, run: teaching.correctGrade },
  { name: 'changeContact', weight: 70, run: people.changeContact },
  { name: 'readNotice', weight: 60, run: life.readNotice },
  { name: 'sendNotices', weight: 40, run: life.sendNotices },
  { name: 'correctName', weight: 35, run: people.correctName },
  { name: 'gradeClass', weight: 30, run: teaching.gradeClass },
  { name: 'reportIncident', weight: 30, run: life.reportIncident },
  { name: 'fileDocument', weight: 20, run: life.fileDocument },
  { name: 'openSession', weight: 20, run: life.openSession },
  { name: 'closeIncident', weight: 15, run: life.closeIncident },
  { name: 'writeNote', weight: 15, run: people.writeNote },
  { name: 'dropAttendance', weight: 15, run: teaching.dropAttendance },
  { name: 'dropGrade', weight: 12, run: teaching.dropGrade },
  { name: 'enrol', weight: 12, run: people.enrol },
  { name: 'leaveClass', weight: 8, run: people.leaveClass },
  { name: 'transfer', weight: 5, run: people.transfer },
  { name: 'withdraw', weight: 4, run: people.withdraw },
  { name: 'replaceGuardian', weight: 4, run: people.replaceGuardian },
  { name: 'moveFreeDay', weight: 3, run: teaching.moveFreeDay },
  { name: 'hideStudent', weight: 2, run: people.hideStudent },
  { name: 'deleteStudent', weight: 2, run: people.deleteStudent },
  { name: 'clearSessions', weight: 2, run: life.clearSessions },
];
