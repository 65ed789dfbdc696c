import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serve, serveAnew } from '../serve.js';
import { npm } from '../sources/npm.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };
const TOOL = 'orchard-pears';

/** Verdaccio: a dialog of a page for everybody, a token in storage, and 200 for all: strangers see an empty list. */
export const verdaccio: App = {
  name: 'verdaccio',
  source: npm({ name: 'verdaccio', version: '6.8.0', overrides: { 'node-fetch': '2.7.0' } }),
  async start(install, data) {
    const port = await freePort(0);
    const [settings, users, storage] = ['config.yaml', 'htpasswd', 'storage'].map((name) => join(data, name)) as [
      string,
      string,
      string,
    ];
    const tool = join(storage, TOOL);
    await mkdir(tool, { recursive: true });
    const access = { access: '$authenticated', publish: '$authenticated' };
    // YAML is JSON as well.
    const config = {
      storage,
      auth: { htpasswd: { file: users, max_users: -1 } },
      uplinks: {},
      packages: { '**': access },
      web: { title: 'Orchard' },
      log: { type: 'stdout', level: 'warn' },
    };
    await writeFile(settings, JSON.stringify(config));
    const hash = createHash('sha1').update(USER.password).digest('base64');
    await writeFile(users, `${USER.username}:{SHA}${hash}\n`);
    await writeFile(join(tool, 'package.json'), JSON.stringify(manifest));
    /** Its tokens are signed with this. */
    const newSecret = () =>
      writeFile(
        join(storage, '.verdaccio-db.json'),
        JSON.stringify({ list: [TOOL], secret: randomBytes(16).toString('hex') }),
      );
    const args = ['--config', settings, '--listen', `127.0.0.1:${port}`];
    const run = () => serve(join(install, 'node_modules/.bin/verdaccio'), args, { at: port, cwd: data });
    await newSecret();
    const server = await serveAnew(run, newSecret);
    return {
      port,
      loginPath: '/',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      // Its head shows a name for as long as one is stored, whatever the server says.
      home: { path: '/', signedIn: `text="${TOOL}"`, signedOut: 'text=/No Package Published/i' },
      ...server,
    };
  },
};

const manifest = {
  name: TOOL,
  'dist-tags': { latest: '1.0.0' },
  versions: {
    '1.0.0': {
      name: TOOL,
      version: '1.0.0',
      description: 'Counts pears',
      dist: { tarball: `http://localhost/${TOOL}.tgz`, shasum: 'a' },
    },
  },
  time: {
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    '1.0.0': '2026-01-01T00:00:00.000Z',
  },
  _distfiles: {},
  _attachments: {},
  _uplinks: {},
  _rev: '1-a',
  readme: '# Pears',
};
