import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { makeDatabase, serveMariaDb } from '../mariadb.js';
import { php, servePhp } from '../php.js';
import { debian } from '../sources/debian.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };

/** phpMyAdmin: the form of languages stands beside that of the login; the password is that of the database. */
export const phpMyAdmin: App = {
  name: 'phpmyadmin',
  source: debian('phpmyadmin', 'php-cli', 'php-mysql', 'php-mbstring', 'php-xml', 'mariadb-server-core'),
  async start(root, data) {
    const port = await freePort(0);
    const sessions = join(data, 'sessions');
    await mkdir(sessions);
    const found = await php(root, data);
    const database = await serveMariaDb(root, data, found.env);
    await makeDatabase(found, database.socket, data, { name: 'orchard', user: USER });
    const prelude = `ini_set('session.save_path', '${sessions}'); ini_set('mysqli.default_socket', '${database.socket}');`;
    const server = await servePhp({ root, documents: join(root, 'usr/share/phpmyadmin'), data, port, prelude });
    return {
      port,
      loginPath: '/index.php',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/index.php', signedIn: 'a.logout', signedOut: '#input_password' },
      async expireSessions() {
        await rm(sessions, { recursive: true });
        await mkdir(sessions);
      },
      async stop() {
        await server.stop();
        await database.stop();
      },
    };
  },
};
