import type { BrowserContext, Page } from 'playwright-core';

/** What a login may open by itself in all: a provider asks in one, which may open another. A page that opens more means no login by it. */
const MAX_POP_UPS = 10;

const watched = new WeakMap<BrowserContext, PopUps>();

/** Opens a page of ours in a context; it does not count as a pop-up. The caller closes it. */
export const openAsideIn = (context: BrowserContext): Promise<Page> =>
  watched.get(context)?.openAside() ?? context.newPage();

/** The pages that the pages of a context open by themselves. One too many, and all are closed, with those that come after them. */
export class PopUps {
  readonly #context: BrowserContext;
  readonly #opened: (page: Page) => void;
  readonly #known: Page[] = [];
  #count = 0;
  /** Pages of ours that are being opened, and what was opened meanwhile. */
  #asides = 0;
  #unclear: Page[] = [];

  /** @param opened called with each that is let be */
  constructor(context: BrowserContext, opened: (page: Page) => void) {
    this.#context = context;
    this.#opened = opened;
    watched.set(context, this);
    context.on('page', (page) => {
      if (this.#asides > 0) this.#unclear.push(page);
      else this.#admit(page);
    });
  }

  /** Opens a page of ours beside the others; it is not taken for one of theirs. The caller closes it. */
  async openAside(): Promise<Page> {
    this.#asides += 1;
    try {
      const page = await this.#context.newPage();
      this.#unclear = this.#unclear.filter((one) => one !== page);
      return page;
    } finally {
      this.#asides -= 1;
      if (this.#asides === 0) for (const page of this.#unclear.splice(0)) this.#admit(page);
    }
  }

  #admit(page: Page): void {
    this.#count += 1;
    this.#known.push(page);
    if (this.#count <= MAX_POP_UPS) this.#opened(page);
    else for (const one of this.#known.splice(0)) void one.close().catch(() => undefined);
  }
}
