import { defineConfig } from 'vitest/config';

/** People's browsers open the portal: `npm run test:browser`. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/browser/**/*.test.ts'],
    pool: 'forks',
    // A browser and a server take both cores.
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { NO_COLOR: '1' },
  },
});
