import { defineConfig } from 'vitest/config';

/** The real program is killed, starved and lied to: `npm run test:faults`. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/faults/**/*.test.ts'],
    pool: 'forks',
    // Every test starts a PostgreSQL and the program: on two cores one at a time is quickest.
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    env: { NO_COLOR: '1' },
  },
});
