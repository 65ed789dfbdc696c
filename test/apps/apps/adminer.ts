import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { serveMariaDb } from '../mariadb.js';
import { php, servePhp } from '../php.js';
import { runCommand } from '../serve.js';
import { debian } from '../sources/debian.js';

const USER = { username: 'keeper', password: 'a long enough passphrase' };

/** Adminer: a form for a connection (kind, server, user, password, database) is the login, and its address then says whose it is. */
export const adminer: App = {
  name: 'adminer',
  source: debian('adminer', 'php-cli', 'php-mysql', 'mariadb-server-core'),
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
    const server = await servePhp({ root, documents: join(root, 'usr/share/adminer'), data, port, prelude });
    return {
      port,
      loginPath: '/adminer.php',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: {
        path: `/adminer.php?username=${USER.username}`,
        signedIn: '#logout',
        signedOut: 'input[name="auth[password]"]',
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
