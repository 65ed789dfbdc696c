import type { BrowserContext, Dialog } from 'playwright-core';

/** What a page said in a box of the browser. */
export interface BoxWords {
  /** Whether it asked something, and was told no. */
  readonly asks: boolean;
  readonly words: string;
}

/** A page can open boxes for ever; the first ones say what it means. */
const MAX_BOXES = 8;
const MAX_LENGTH = 300;

/**
 * Answers the boxes that pages open, as is harmless: a message is acknowledged, a question is told no, and a page may be left. Until then
 * the page stands still. What they said is kept.
 */
export class DialogWatch {
  #said: BoxWords[] = [];

  constructor(context: BrowserContext) {
    context.on('dialog', (dialog) => void this.#answer(dialog));
  }

  /** Forgets what was said so far. */
  mark(): void {
    this.#said = [];
  }

  /** Since the mark, in order. */
  get said(): readonly BoxWords[] {
    return [...this.#said];
  }

  async #answer(dialog: Dialog): Promise<void> {
    const kind = dialog.type();
    const asks = kind === 'confirm' || kind === 'prompt';
    const words = dialog.message().replace(/\s+/g, ' ').trim().slice(0, MAX_LENGTH);
    if (kind !== 'beforeunload' && words !== '' && this.#said.length < MAX_BOXES) this.#said.push({ asks, words });
    // The page may be gone by now, and the box with it.
    await (asks ? dialog.dismiss() : dialog.accept()).catch(() => undefined);
  }
}
