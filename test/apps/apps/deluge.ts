import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serve, serveAnew } from '../serve.js';
import { debian, librariesIn } from '../sources/debian.js';

const USER = { password: 'a long enough passphrase' };
const SALT = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';

/** Deluge: a password alone, in a dialog over the application; all that it asks its server, it asks by POST. */
export const deluge: App = {
  name: 'deluge',
  source: debian('deluge-web'),
  async start(root, data) {
    const port = await freePort(0);
    const pwd_sha1 = createHash('sha1').update(SALT).update(USER.password).digest('hex');
    const settings = { port, pwd_salt: SALT, pwd_sha1, first_login: false, sessions: {}, https: false, base: '/' };
    // Its sessions are among its settings, behind the version of their format.
    const forget = () =>
      writeFile(
        join(data, 'web.conf'),
        [{ file: 2, format: 1 }, settings].map((part) => JSON.stringify(part)).join(''),
      );
    await forget();
    const env = {
      ...(await librariesIn(root)),
      PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'),
      HOME: data,
    };
    const args = ['-d', '-c', data, '-p', String(port), '-i', '127.0.0.1'];
    const run = () =>
      serve('/usr/bin/python3', [join(root, 'usr/bin/deluge-web'), ...args], { at: port, env, cwd: data });
    const server = await serveAnew(run, forget);
    return {
      port,
      loginPath: '/',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/', signedIn: '#logout:not(.x-item-disabled)', signedOut: 'input[type="password"]' },
      ...server,
    };
  },
};
