import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vitest/config';
import base from '../../../vitest.config.js';

process.env.COMPAT_SDKS = 'all';
process.env.TEST_VARIANTS = 'all';

/** Every story with every version of the vendor's client: `npm run test:compat`. */
export default mergeConfig(base, { root: fileURLToPath(new URL('../../..', import.meta.url)) });
