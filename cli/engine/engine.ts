#!/usr/bin/env node
import { offlineReader } from '../../activities/login/index.js';
import { launchChromium } from '../../worker/launch-chromium.js';
import { lineFor } from './engine-line.js';

/**
 * `npm run -s engine -- FILE...`: reads saved HTML files and prints, one JSON line a file and in order, what the login
 * engine sees in them. No network, no scripts; CSS paths hold for `document.querySelector` in the page as loaded with
 * scripting on. A file that can't be read gets a line with `error`, and the run goes on.
 */
async function main(files: string[]): Promise<number> {
  if (files.length === 0) {
    console.error('usage: npm run -s engine -- FILE...');
    return 2;
  }
  const browser = await launchChromium();
  const reader = await offlineReader(browser);
  try {
    for (const file of files) console.log(JSON.stringify(await lineFor(file, reader)));
  } finally {
    await browser.close();
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
