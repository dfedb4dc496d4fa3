import { defineConfig } from 'vitest/config';

/** Real engines (PyIceberg, Trino, ...) read what Aljibe wrote: `npm run test:engines`. */
const engine = (name: string, include: readonly string[], globalSetup: readonly string[] = []) => ({
  extends: true as const,
  test: { name, include: [...include], globalSetup: [...globalSetup] },
});

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    // An engine takes a gigabyte or two; one at a time fits a small machine.
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 600_000,
    env: { NO_COLOR: '1' },
    projects: [
      engine('trino', ['test/engines/trino.test.ts'], ['test/engines/trino/globalSetup.ts']),
      engine('others', ['test/engines/{dqdl,infra,odcs,package,pyiceberg,quicksight}.test.ts']),
    ],
  },
});
