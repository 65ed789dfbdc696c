import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Playwright, loaded when it is first needed: that takes longer than all else of a worker, which can be ready without it. Not by `import`, which
 * would read its megabytes once more, to find out what they export.
 */
export const playwright = (): typeof import('playwright-core') => require('playwright-core');
