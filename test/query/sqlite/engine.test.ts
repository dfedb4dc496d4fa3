import { engineSuite } from '../engine-suite.ts';
import { sqliteRig } from './rig.ts';

engineSuite('SQLite', sqliteRig);
