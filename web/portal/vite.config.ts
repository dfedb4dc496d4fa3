import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The server puts another one in its place with every answer: web/server/page.ts.
  html: { cspNonce: 'aljibe-nonce' },
  build: {
    // The policy of the page lets fonts come as data, and nothing else has to.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    emptyOutDir: true,
  },
});
