import type { PageHandle } from '../../contract/index.js';
import type { LoginRoom } from './context.js';

/** Lets a page go; one that is gone already is as good. */
export const closePage = ({ pages }: LoginRoom, { page }: { readonly page: PageHandle }): Promise<void> =>
  pages.close(page.page_id);
