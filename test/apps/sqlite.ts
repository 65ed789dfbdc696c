import { createClient, type InValue } from '@libsql/client';

/** Runs one statement on an application's own database. */
export async function changeDatabase(file: string, sql: string, args: InValue[] = []): Promise<void> {
  const database = createClient({ url: `file:${file}` });
  try {
    await database.execute({ sql, args });
  } finally {
    database.close();
  }
}
