import type { WriterCommand } from '../command.ts';
import { platformStatus, type Status } from '../status.ts';

/** What the running platform knows of itself. */
export const status: WriterCommand<Record<string, never>, Status> = (platform) => platformStatus(platform);
