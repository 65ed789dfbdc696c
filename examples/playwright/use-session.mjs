/**
 * Opens a page with a session that is kept logged in elsewhere.
 *
 *   node use-session.mjs work https://example.com/account
 */
import { chromium } from 'playwright-core';
import { AgentAuth, restoreSession } from 'temporal-agent-auth';

const [profile = 'default', url = 'https://example.com/'] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.AGENT_AUTH_CHROMIUM });

const auth = await AgentAuth.connect();
const session = await auth.profiles.session(profile, { keep_base: true });
const context = await browser.newContext({ userAgent: session.browser?.user_agent });
await restoreSession(context, session);

const page = await context.newPage();
await page.goto(url);
console.log(await page.title());

// What the site has renewed meanwhile:
await auth.profiles.save(profile, { ...session, storage_state: await context.storageState({ indexedDB: true }) });

await browser.close();
await auth.close();
