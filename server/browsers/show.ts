import type { RunningBrowser } from './browsers.js';
import { debuggerUrl } from './debugger-tunnel.js';

export const showBrowser = (browser: RunningBrowser, publicUrl: string) => ({
  session_id: browser.id,
  cdp_ws_url: debuggerUrl(publicUrl, browser),
  created_at: browser.createdAt,
  headless: browser.headless,
  stealth: browser.stealth,
  timeout_seconds: browser.timeoutSeconds,
  ...(browser.profile ? { profile: browser.profile } : {}),
  ...(browser.viewport ? { viewport: browser.viewport } : {}),
});
