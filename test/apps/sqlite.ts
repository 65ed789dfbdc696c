import Database from 'libsql';

/** Runs one statement on an application's own database. */
export async function changeDatabase(file: string, sql: string, args: readonly string[] = []): Promise<void> {
  const database = new Database(file);
  try {
    database.prepare(sql).run([...args]);
  } finally {
    database.close();
  }
}
