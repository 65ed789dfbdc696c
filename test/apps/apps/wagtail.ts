import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { runCommand, serve } from '../serve.js';
import { pypi } from '../sources/pypi.js';
import { changeDatabase } from '../sqlite.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };

/** Wagtail on Django: an administration behind its own login, a way out that only a POST takes. */
export const wagtail: App = {
  name: 'wagtail',
  source: pypi({ name: 'wagtail', version: '8.0.1' }),
  async start(install, data) {
    const port = await freePort(0);
    const python = join(install, 'venv/bin/python');
    const site = join(data, 'site');
    await mkdir(site);
    const env = {
      DJANGO_SUPERUSER_USERNAME: USER.username,
      DJANGO_SUPERUSER_PASSWORD: USER.password,
      DJANGO_SUPERUSER_EMAIL: 'keeper@orchard.example',
    };
    await runCommand(join(install, 'venv/bin/wagtail'), ['start', 'orchard', site], { cwd: data, env });
    const manage = (...args: string[]) => runCommand(python, ['manage.py', ...args], { cwd: site, env });
    await manage('migrate', '--verbosity', '0');
    await manage('createsuperuser', '--noinput');
    const server = await serve(python, ['manage.py', 'runserver', '--noreload', `127.0.0.1:${port}`], {
      at: port,
      cwd: site,
      env,
    });
    return {
      port,
      loginPath: '/admin/',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/admin/', signedIn: 'a[href="/admin/images/"]', signedOut: 'input[name="password"]' },
      expireSessions: () => changeDatabase(join(site, 'db.sqlite3'), 'DELETE FROM django_session'),
      stop: () => server.stop(),
    };
  },
};
