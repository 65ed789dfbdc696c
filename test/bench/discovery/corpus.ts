import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** One page of the corpus; its labels are still in it. */
export interface Labelled {
  page: string;
  category: string;
  html: string;
}

const INDEX = z.array(z.object({ page: z.string(), category: z.string() }));
const LABELS = /\sdata-manual-(?:scoring|submit)(?:="[^"]*")?/g;

export async function readCorpus(folder: string): Promise<Labelled[]> {
  const index = INDEX.parse(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')));
  return Promise.all(
    index.map(async ({ page, category }) => ({
      page,
      category,
      html: await readFile(join(folder, 'pages', page), 'utf8'),
    })),
  );
}

/** The page as the engine may see it. */
export function withoutLabels(html: string): string {
  return html.replace(LABELS, '');
}
