import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { runCommand, serve, serveAnew } from '../serve.js';
import { pypi } from '../sources/pypi.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };

/** It asks nobody outside, and has been set up. */
const SETTINGS = {
  server: { firstRun: false, onlineCheck: { enabled: false }, pluginBlacklist: { enabled: false } },
  plugins: { _disabled: ['tracking', 'softwareupdate', 'announcements', 'pluginmanager', 'discovery'] },
};

/** OctoPrint: a script sends the form as JSON; behind it an application that needs seconds, and a socket. */
export const octoPrint: App = {
  name: 'octoprint',
  source: pypi({ name: 'octoprint', version: '1.11.8' }),
  async start(install, data) {
    const port = await freePort(0);
    const program = join(install, 'venv/bin/octoprint');
    // The key of its sessions goes into the file of its settings, which is YAML.
    const settings = join(data, 'config.yaml');
    const forget = () => writeFile(settings, JSON.stringify(SETTINGS));
    const run = () => {
      const args = ['--basedir', data, 'serve', '--host', '127.0.0.1', '--port', String(port), '--iknowwhatimdoing'];
      return serve(program, args, { at: port, cwd: data });
    };
    await forget();
    const user = ['user', 'add', USER.username, '--password', USER.password, '--admin'];
    await runCommand(program, ['--basedir', data, ...user], { cwd: data, env: {} });
    const server = await serveAnew(run, forget);
    return {
      port,
      loginPath: '/',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/', signedIn: '#navbar_login', signedOut: '#login-password' },
      ...server,
    };
  },
};
