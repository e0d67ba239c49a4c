/**
 * Three builds: the main process (with the core's process beside it), the preload, the page. Targets are those of the
 * pinned test runtime (Node 20, Chrome 130), which the shipped Electron exceeds.
 */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { notices } from './scripts/notices';

const from = (file: string): string => path.resolve(__dirname, file);

export default defineConfig({
  main: {
    plugins: [notices()],
    build: {
      outDir: 'out/main',
      target: 'node20',
      sourcemap: false,
      minify: false,
      // Two dependencies are loaded from their own files: SQLite has a .wasm, the key worker loads hash-wasm by its path.
      // Everything else is bundled and tree-shaken.
      externalizeDeps: { exclude: ['docx', 'fflate', 'zod', '@e965/xlsx', 'write-excel-file', 'papaparse'] },
      rollupOptions: {
        input: {
          main: from('src-main/main.ts'),
          'core-process': from('src-main/core-process.ts'),
          'document-worker': from('src-main/document-worker.ts'),
          'table-worker': from('src-main/table-worker.ts'),
        },
        external: ['node-sqlite3-wasm', 'hash-wasm'],
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node20',
      sourcemap: false,
      rollupOptions: {
        input: { preload: from('src-main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), notices()],
    build: {
      outDir: from('out/renderer'),
      target: 'chrome130',
      sourcemap: false,
      // The page is read anew at every start: half the text, half the reading.
      minify: true,
      rollupOptions: { input: { index: from('src-renderer/index.html') } },
    },
  },
});
