import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vitest/config';
import base from '../../vitest.config.js';

process.env.TEST_VARIANTS = 'all';

/** All sites of each kind, in all languages and structures: `npm run test:variants`. */
export default mergeConfig(base, { root: fileURLToPath(new URL('../..', import.meta.url)) });
