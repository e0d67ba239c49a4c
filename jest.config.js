/** Four projects by what they need: nothing, a DOM, an Electron window, a disk to break. */
const transform = {
  '^.+\\.(t|j)sx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
      },
      module: { type: 'commonjs' },
    },
  ],
};
const base = {
  transform,
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'json', 'node'],
  // No limit of time, only an end for what hangs: a busy machine is no defect.
  testTimeout: 900_000,
};

module.exports = {
  testTimeout: base.testTimeout,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/test/unit/**/*.test.ts'],
    },
    {
      ...base,
      displayName: 'component',
      testEnvironment: '<rootDir>/test/component/house/environment.ts',
      testMatch: ['<rootDir>/test/component/**/*.test.tsx'],
      setupFilesAfterEnv: ['<rootDir>/test/component/setup.ts'],
      // The manual is built in as text.
      transform: { ...transform, '\\.md$': '<rootDir>/test/component/text-transform.js' },
      moduleNameMapper: {
        '\\.(css|svg|png)$': '<rootDir>/test/component/style-stub.js',
        '^(.+\\.md)\\?raw$': '$1',
      },
      // Two of antd's packages hand out ES modules even to CommonJS.
      transformIgnorePatterns: ['/node_modules/(?!(@ant-design/colors|@ant-design/fast-color)/)'],
    },
    {
      ...base,
      displayName: 'faults',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/test/faults/**/*.test.ts'],
    },
    {
      ...base,
      displayName: 'e2e',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/second-try.ts'],
    },
  ],
};
