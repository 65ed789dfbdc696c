export type { BrowserConfig, RemoteBrowser } from './browser.js';
export { asTrouble, PageLost, PageTrouble, SafeError } from './errors.js';
export type { LivePage } from './live-page.js';
export { type OpenLogin, type OpenPage, Pages, type PagesOptions } from './pages.js';
export { slotSupplier } from './slot-supplier.js';
export type { SessionState } from './storage.js';
export { refuseUnsafeDebug } from './unsafe-debug.js';
