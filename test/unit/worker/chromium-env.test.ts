import { expect, it } from 'vitest';
import { chromiumEnv } from '../../../contract/machine/chromium-env.js';

it('passes on what a browser needs, and nothing that this process is told', () => {
  const needed = {
    HOME: '/home/me',
    PATH: '/bin',
    LANG: 'de_DE',
    LC_ALL: 'C',
    XDG_RUNTIME_DIR: '/run/me',
    https_proxy: 'http://proxy',
  };
  const secrets = {
    AGENT_AUTH_ACCESS_KEY: 'aak.secret',
    TEMPORAL_API_KEY: 'secret',
    AWS_SECRET_ACCESS_KEY: 'secret',
    DATABASE_URL: 'postgres://me:secret@host',
    NODE_OPTIONS: '--inspect',
    LD_PRELOAD: '/tmp/evil.so',
    UNSET: undefined,
  };
  expect(chromiumEnv({ ...needed, ...secrets }, { LD_LIBRARY_PATH: '/nss' })).toEqual({
    ...needed,
    LD_LIBRARY_PATH: '/nss',
  });
});
