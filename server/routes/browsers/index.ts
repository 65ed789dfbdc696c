import type { Route } from '../../lib/route.js';
import { createBrowser } from './create.js';
import { deleteBrowser } from './delete.js';
import { listBrowsers } from './list.js';
import { retrieveBrowser } from './retrieve.js';

export const BROWSER_ROUTES: readonly Route[] = [createBrowser, listBrowsers, retrieveBrowser, deleteBrowser];
