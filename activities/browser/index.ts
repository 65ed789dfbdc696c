export type { BrowserConfig, RemoteBrowser } from './browser.js';
export type { OpenPage } from './contexts.js';
export { asTrouble, PageLost, PageTrouble, SafeError } from './errors.js';
export type { LivePage } from './live-page.js';
export { type OpenLogin, Pages, type PagesOptions } from './pages.js';
export { slotSupplier } from './slot-supplier.js';
export type { SessionState } from './storage.js';
export { refuseUnsafeDebug } from './unsafe-debug.js';
export type { LoginWire, Stopped, Traffic, TypedValue } from './watch/login-wire.js';
