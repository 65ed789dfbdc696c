import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { runCommand, serve, serveAnew } from '../serve.js';
import { pypi } from '../sources/pypi.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };

/** Flask-AppBuilder, on which Superset and Airflow stand: a home page for everybody, a refusal that the next page tells. */
export const flaskAppBuilder: App = {
  name: 'flask-appbuilder',
  source: pypi({ name: 'flask-appbuilder', version: '5.3.0' }),
  async start(install, data) {
    const port = await freePort(0);
    const program = join(install, 'venv/bin/flask');
    const describe = (key: string) => writeFile(join(data, 'orchard.py'), application(join(data, 'orchard.db'), key));
    const options = { cwd: data, env: { FLASK_APP: 'orchard' } };
    const run = () => serve(program, ['run', '--port', String(port)], { at: port, ...options });
    await describe('the first key of an orchard');
    const { username, password } = USER;
    const names = ['--username', username, '--firstname', 'Ada', '--lastname', 'Orchard'];
    const user = [...names, '--email', 'keeper@example.com', '--password', password];
    await runCommand(program, ['fab', 'create-admin', ...user], options);
    const server = await serveAnew(run, () => describe('the second key of an orchard'));
    return {
      port,
      loginPath: '/login/',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/users/list/', signedIn: 'a[href^="/users/add"]', signedOut: 'input[name="password"]' },
      ...server,
    };
  },
};

const application = (database: string, key: string): string => `
from flask import Flask
from flask_appbuilder import AppBuilder
from flask_appbuilder.models.sqla.base import SQLA

app = Flask(__name__)
app.config.update(
    APP_NAME='Orchard', AUTH_TYPE=1, SECRET_KEY='${key}', SQLALCHEMY_DATABASE_URI='sqlite:///${database}', WTF_CSRF_ENABLED=True
)
db = SQLA(app)
with app.app_context():
    AppBuilder(app, db.session)
`;
