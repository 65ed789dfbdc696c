import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import type { App } from '../app.js';
import { runCommand, serve, serveAnew } from '../serve.js';
import { pypi } from '../sources/pypi.js';
import { changeDatabase } from '../sqlite.js';

const USER = { username: 'admin', password: 'A-long-enough-passphrase-7' };
const LIBRARY = 'c0ffee00-0000-4000-8000-000000000001';

/** What Calibre makes of an empty library. */
const TABLES = [
  'library_id (id INTEGER PRIMARY KEY, uuid TEXT)',
  'books (id INTEGER PRIMARY KEY, title TEXT, sort TEXT, author_sort TEXT, timestamp TIMESTAMP, pubdate TIMESTAMP, series_index REAL, last_modified TIMESTAMP, path TEXT, has_cover BOOL, uuid TEXT)',
  ...['authors', 'series', 'publishers'].map(
    (name) => `${name} (id INTEGER PRIMARY KEY, name TEXT, sort TEXT, link TEXT)`,
  ),
  'tags (id INTEGER PRIMARY KEY, name TEXT)',
  'ratings (id INTEGER PRIMARY KEY, rating INTEGER)',
  'languages (id INTEGER PRIMARY KEY, lang_code TEXT)',
  'data (id INTEGER PRIMARY KEY, book INTEGER, format TEXT, uncompressed_size INTEGER, name TEXT)',
  'comments (id INTEGER PRIMARY KEY, book INTEGER, text TEXT)',
  'identifiers (id INTEGER PRIMARY KEY, book INTEGER, type TEXT, val TEXT)',
  'metadata_dirtied (id INTEGER PRIMARY KEY, book INTEGER)',
  'custom_columns (id INTEGER PRIMARY KEY, label TEXT, name TEXT, datatype TEXT, mark_for_delete BOOL, editable BOOL, display TEXT, is_multiple BOOL, normalized BOOL)',
  ...['author', 'tag', 'rating', 'publisher'].map((name) => `books_${name}s_link (book INTEGER, ${name} INTEGER)`),
  'books_series_link (book INTEGER, series INTEGER)',
  'books_languages_link (book INTEGER, lang_code INTEGER)',
];

/** Calibre-Web: refuses with 401, and greets whoever comes in with a message that goes by. */
export const calibreWeb: App = {
  name: 'calibre-web',
  source: pypi({ name: 'calibreweb', version: '0.6.27' }),
  async start(install, data) {
    const port = await freePort(0);
    const [settings, library] = ['app.db', 'library'].map((name) => join(data, name)) as [string, string];
    const program = join(install, 'venv/bin/cps');
    const env = { CALIBRE_DBPATH: data, CALIBRE_PORT: String(port) };
    const run = () => serve(program, ['-p', settings, '-i', '127.0.0.1', '-m'], { at: port, cwd: data, env });
    // The first start makes the database.
    await (await run()).stop();
    await runCommand(program, ['-p', settings, '-s', `${USER.username}:${USER.password}`], { cwd: data, env });
    await mkdir(library);
    const books = join(library, 'metadata.db');
    for (const table of TABLES) await changeDatabase(books, `CREATE TABLE ${table}`);
    await changeDatabase(books, 'INSERT INTO library_id (uuid) VALUES (?)', [LIBRARY]);
    await changeDatabase(settings, 'UPDATE settings SET config_calibre_dir = ?, config_calibre_uuid = ?', [
      library,
      LIBRARY,
    ]);
    const forget = async () => {
      await changeDatabase(settings, 'DELETE FROM user_session');
      await changeDatabase(settings, 'DELETE FROM flask_settings');
    };
    const server = await serveAnew(run, forget);
    return {
      port,
      loginPath: '/login',
      values: USER,
      totpSecret: null,
      passwordsSent: 1,
      home: { path: '/', signedIn: '#logout', signedOut: 'input#password[name="password"]' },
      ...server,
    };
  },
};
