/**
 * Opens a page with a session that is kept logged in elsewhere.
 *
 *   node use-session.mjs work https://example.com/account
 */
import { chromium } from 'playwright-core';
import { AgentAuth } from 'temporal-agent-auth';

const [profile = 'default', url = 'https://example.com/'] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.AGENT_AUTH_CHROMIUM });

// The three lines:
const auth = await AgentAuth.connect();
const storageState = await auth.profiles.storageState(profile);
const context = await browser.newContext({ storageState });

const page = await context.newPage();
await page.goto(url);
console.log(await page.title());

await browser.close();
await auth.close();
