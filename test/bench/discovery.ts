import { existsSync } from 'node:fs';
import { offlineReader } from '../../activities/login/read/offline.js';
import { launchChromium } from '../../worker/launch-chromium.js';
import { type Labelled, readCorpus } from './discovery/corpus.js';
import { judge, type Verdict } from './discovery/judge.js';
import { printTable } from './discovery/table.js';

/**
 * `npm run bench:discovery [-- FOLDER]`: how well discovery reads labelled pages of real sites. The corpus is data that
 * isn't part of the project: its folder comes as argument, from LOGIN_FORMS_CORPUS, or is found beside the project.
 */
const DEFAULT_FOLDER = '../shared/corpora/login-forms';

const folder = process.argv[2] ?? process.env.LOGIN_FORMS_CORPUS ?? DEFAULT_FOLDER;
if (existsSync(`${folder}/index.json`)) {
  printTable(await measure(await readCorpus(folder)));
} else {
  console.error(
    `No corpus in ${folder}: name its folder as argument or in LOGIN_FORMS_CORPUS (index.json and pages/).`,
  );
  process.exitCode = 2;
}

async function measure(pages: Labelled[]): Promise<Verdict[]> {
  const browser = await launchChromium();
  const reader = await offlineReader(browser);
  const verdicts: Verdict[] = [];
  try {
    for (const page of pages) verdicts.push(await judge(page, reader));
  } finally {
    await browser.close();
  }
  return verdicts;
}
