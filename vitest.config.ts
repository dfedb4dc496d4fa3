import { defineConfig } from 'vitest/config';

/** The suite of `npm test`. The slow suites have configurations of their own. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    exclude: ['test/{engines,browser,faults}/**'],
    // Native databases (DuckDB, SQLite) and PostgreSQL live in the tests: a process each keeps a crash in its file.
    pool: 'forks',
    maxWorkers: 2,
    // Patience for a busy machine; how fast something is, benches say.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
    env: { TZ: 'America/Bogota', NO_COLOR: '1' },
  },
});
