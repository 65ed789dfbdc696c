import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serve, serveAnew } from '../serve.js';
import { pypi } from '../sources/pypi.js';

const PASSWORD = 'a long enough passphrase';

/** JupyterLab: a password and nobody's name; behind it an application that keeps its way out in a menu. */
export const jupyterLab: App = {
  name: 'jupyterlab',
  source: pypi({ name: 'jupyterlab', version: '4.6.6' }),
  async start(install, data) {
    const port = await freePort(0);
    const folders = ['config', 'data', 'runtime', 'notebooks'].map((name) => join(data, name));
    const [config, files, runtime, notebooks] = folders as [string, string, string, string];
    for (const folder of folders) await mkdir(folder);
    const secret = join(data, 'cookie-secret');
    const settings = {
      ip: '127.0.0.1',
      port,
      open_browser: false,
      allow_root: true,
      root_dir: notebooks,
      cookie_secret_file: secret,
    };
    const salt = 'orchard';
    const hash = `sha1:${salt}:${createHash('sha1').update(`${PASSWORD}${salt}`).digest('hex')}`;
    await writeFile(
      join(config, 'jupyter_server_config.json'),
      JSON.stringify({ ServerApp: settings, PasswordIdentityProvider: { hashed_password: hash } }),
    );
    const env = { JUPYTER_CONFIG_DIR: config, JUPYTER_DATA_DIR: files, JUPYTER_RUNTIME_DIR: runtime };
    const run = () => serve(join(install, 'venv/bin/jupyter-lab'), [], { at: port, cwd: notebooks, env });
    const server = await serveAnew(run, () => rm(secret));
    return {
      port,
      loginPath: '/lab',
      values: { password: PASSWORD },
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/lab', signedIn: '#jp-top-panel', signedOut: 'input[type="password"]' },
      ...server,
    };
  },
};
