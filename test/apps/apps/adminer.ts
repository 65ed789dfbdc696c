import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { makeDatabase, serveMariaDb } from '../mariadb.js';
import { php, servePhp } from '../php.js';
import { debian } from '../sources/debian.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };
/** What its form asks for besides: the kind of database, where it is, and which one. */
const WHERE = { system: 'server', server: 'localhost', database: 'orchard' };

/** Adminer: all pages are one, told apart by their query; without it, the page asks whoever comes. */
export const adminer: App = {
  name: 'adminer',
  source: debian('adminer', 'php-cli', 'php-mysql', 'mariadb-server-core'),
  async start(root, data) {
    const port = await freePort(0);
    const sessions = join(data, 'sessions');
    await mkdir(sessions);
    const found = await php(root, data);
    const database = await serveMariaDb(root, data, found.env);
    await makeDatabase(found, database.socket, data, { name: WHERE.database, user: USER });
    const documents = join(data, 'documents');
    await mkdir(documents);
    await writeFile(join(documents, 'index.php'), `<?php include '${join(root, 'usr/share/adminer/adminer.php')}';`);
    const prelude = `ini_set('session.save_path', '${sessions}'); ini_set('mysqli.default_socket', '${database.socket}');`;
    const server = await servePhp({ root, documents, data, port, prelude });
    return {
      port,
      loginPath: '/',
      values: { ...USER, ...WHERE },
      totpSecret: null,
      passwordsSent: 1,
      home: {
        path: `/?server=${WHERE.server}&username=${USER.username}&db=${WHERE.database}`,
        signedIn: '#logout',
        signedOut: 'input[type="password"]',
      },
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
