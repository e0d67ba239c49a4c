import js from '@eslint/js';
import globals from 'globals';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * The table of allowed imports (docs/architecture.md, "What a room may import").
 * Each row: the room, and the import patterns that are refused there.
 */
const NODE = [
  'node:*',
  'fs',
  'path',
  'crypto',
  'os',
  'worker_threads',
  'child_process',
  'stream',
  'util',
  'zlib',
];
const MAIN = ['**/src-main/**'];
const RENDERER = ['**/src-renderer/**'];
const rooms = [
  {
    files: ['src-shared/**/*.{ts,tsx}'],
    refuse: [
      ...NODE,
      ...MAIN,
      ...RENDERER,
      'electron',
      'react',
      'react-*',
      'antd',
      'dexie',
      'docx',
      'zustand',
    ],
    why: 'src-shared is pure: zod and small pure libraries only',
  },
  {
    files: [
      'src-main/{services,vault,store,packets,word,clearance,exchange}/**/*.ts',
      'src-main/core/**/*.ts',
      'src-main/core-process.ts',
      'src-main/one-worker.ts',
      'src-main/{acts,core-protocol,silence}.ts',
      'src-main/cli/**/*.ts',
    ],
    refuse: [...RENDERER, 'electron', '**/shell/**', 'react', 'react-*', 'antd', 'dexie'],
    why: 'below the shell nothing knows Electron or the renderer',
  },
  {
    files: ['src-main/{shell,main,preload}{/**/*.ts,.ts}'],
    refuse: [...RENDERER, 'react', 'react-*', 'antd', 'dexie'],
    why: 'the shell does not reach into the renderer',
  },
  {
    files: ['src-renderer/**/*.{ts,tsx}'],
    refuse: [...NODE, ...MAIN, 'electron', 'docx'],
    why: 'the renderer has no Node and never sees src-main',
  },
  {
    files: ['src-renderer/features/*/**/*.{ts,tsx}'],
    refuse: [...NODE, ...MAIN, 'electron', 'docx', '**/features/*/**'],
    // `../other-feature/…`: one step up is the folder of the features; two lead out of it.
    refusePath: '^\\.\\./(?!\\.\\.)',
    why: 'a feature never imports another feature: what two share moves to ui/ or src-shared',
  },
];

export default tseslint.config(
  { ignores: ['out/', 'dist/', 'build/', 'node_modules/', '.cache/', 'coverage/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // The application handles people's own words: a rule or a test may well look for control characters.
      'no-control-regex': 'off',
      eqeqeq: 'error',
    },
  },
  { files: ['**/*.{js,mjs}', 'test/**/*.ts'], languageOptions: { globals: globals.node } },
  { files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['src-renderer/**/*.tsx', 'src-renderer/**/*.ts'],
    plugins: { 'react-hooks': hooks },
    rules: hooks.configs.recommended.rules,
  },
  ...rooms.map(({ files, refuse, refusePath, why }) => ({
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: refuse, message: why },
            ...(refusePath ? [{ regex: refusePath, message: why }] : []),
          ],
        },
      ],
    },
  })),
);
