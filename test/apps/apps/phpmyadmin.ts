import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serveMariaDb } from '../mariadb.js';
import { php, servePhp } from '../php.js';
import { runCommand } from '../serve.js';
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
    const { program, env } = await php(root, data);
    const database = await serveMariaDb(root, data, env);
    const script = join(data, 'user.php');
    await writeFile(
      script,
      `<?php
      mysqli_report(MYSQLI_REPORT_ALL);
      $db = new mysqli('localhost', 'root', '', '', 0, '${database.socket}');
      $db->query("CREATE USER '${USER.username}'@'localhost' IDENTIFIED BY '${USER.password}'");
      $db->query("CREATE DATABASE orchard");
      $db->query("GRANT ALL ON orchard.* TO '${USER.username}'@'localhost'");
      `,
    );
    await runCommand(program, [script], { cwd: data, env });
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
