import { EventEmitter, once } from 'node:events';
import type { CDPSession, Page } from 'playwright-core';
import { timeoutSignal } from '../../../../contract/machine/timeout-signal.js';
import { PageLost, sessionOf } from '../../../browser/index.js';
import type { LoginContext } from '../../context.js';
import type { Agent, Point, Stopped } from '../../page-world/agent.js';
import type { Answer, LiveDocument, Pressed, Question } from './live-document.js';
import { pageWorldBundle } from './page-world-bundle.js';
import { swallower } from './swallower.js';

/** Names of the isolated world and of our code in it. Nothing outside can see either. */
const NAME = 'agentAuthPageWorld';
const CALL = `(question, about) => ${NAME}[question](...about)`;
/** From one document to the next. */
const NEXT_DOCUMENT_MS = 10_000;
const LOOK_AGAIN_MS = 50;

const worlds = new WeakMap<Page, Promise<IsolatedWorld>>();

/**
 * The isolated world of a page: Chromium runs our code in each of its documents, separate from the page's own scripts. It is asked for before this
 * resolves, so that a page that is led elsewhere from then on compiles our code while it waits for the site: once it is on its way, Chromium holds back
 * what it is asked until it is there.
 */
export function worldOf(page: Page): Promise<IsolatedWorld> {
  const known = worlds.get(page);
  if (known !== undefined) return known;
  const asking = IsolatedWorld.ask(page);
  worlds.set(page, asking);
  // The next call tries again.
  asking.then(({ opened }) => opened).catch(() => worlds.delete(page));
  return asking;
}

export class IsolatedWorld {
  readonly #page: Page;
  readonly #session: CDPSession;
  /** The context of our code in each frame's document. */
  readonly #contexts = new Map<string, string>();
  /** Resolves to the main frame once the world is there. */
  readonly opened: Promise<string>;
  /** Says `change` when a document comes or the page goes. */
  readonly #events = new EventEmitter();

  private constructor(page: Page, session: CDPSession, code: string) {
    this.#page = page;
    this.#session = session;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData as { frameId: string };
      if (context.name === NAME) this.#contexts.set(frameId, context.uniqueId);
      this.#events.emit('change');
    });
    session.on('Runtime.executionContextsCleared', () => this.#contexts.clear());
    page.once('close', () => this.#events.emit('change'));
    this.opened = this.#open(code);
  }

  static async ask(page: Page): Promise<IsolatedWorld> {
    const [{ code }, session] = await Promise.all([pageWorldBundle(), sessionOf(page)]);
    return new IsolatedWorld(page, session, code);
  }

  async #open(code: string): Promise<string> {
    const session = this.#session;
    const [{ frameTree }] = await Promise.all([
      session.send('Page.getFrameTree'),
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      // Other frames are read by `frame-document.ts`.
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: `globalThis.${NAME} = self === top ? (${code})() : (${swallower})();`,
        worldName: NAME,
        runImmediately: true,
      }),
    ]);
    return frameTree.frame.id;
  }

  /** The page's document; between two of them, the one that comes. */
  async document(): Promise<LiveDocument> {
    const frame = await this.opened;
    const deadline = performance.now() + NEXT_DOCUMENT_MS;
    while (true) {
      const context = this.#contexts.get(frame);
      if (context !== undefined) return new WorldDocument(this.#session, context, () => this.#forget(frame, context));
      if (this.#page.isClosed()) throw new PageLost();
      const signal = timeoutSignal(deadline - performance.now());
      await once(this.#events, 'change', { signal }).catch(() => {
        throw new Error('The page shows no document.');
      });
    }
  }

  /** Lets the frames inside the page hear keys, or not. Those of another process are told apart by Playwright, see `quiet-frames.ts`. */
  async swallowKeys(on: boolean): Promise<void> {
    const main = await this.opened;
    const inside = [...this.#contexts].filter(([frame]) => frame !== main);
    await Promise.all(
      inside.map(([, uniqueContextId]) =>
        this.#session
          .send('Runtime.callFunctionOn', {
            functionDeclaration: `(on) => ${NAME}.swallow(on)`,
            uniqueContextId,
            arguments: [{ value: on }],
          })
          // Its document is gone.
          .catch(() => undefined),
      ),
    );
  }

  #forget(frame: string, context: string): void {
    if (this.#contexts.get(frame) === context) this.#contexts.delete(frame);
  }
}

class WorldDocument implements LiveDocument {
  readonly #session: CDPSession;
  readonly #context: string;
  readonly #onGone: () => void;

  constructor(session: CDPSession, context: string, onGone: () => void) {
    this.#session = session;
    this.#context = context;
    this.#onGone = onGone;
  }

  async ask<Q extends Question>(question: Q, ...about: Parameters<Agent[Q]>): Promise<Answer<Q>> {
    const { result, exceptionDetails } = await this.#call(question, about);
    // The message may quote the page.
    if (exceptionDetails !== undefined) throw new Error(`The page could not be asked: ${question}.`);
    return result.value as Answer<Q>;
  }

  async #call(question: Question, about: readonly unknown[]) {
    try {
      return await this.#session.send('Runtime.callFunctionOn', {
        functionDeclaration: CALL,
        uniqueContextId: this.#context,
        arguments: [{ value: question }, { value: about }],
        returnByValue: true,
        awaitPromise: true,
      });
    } catch (error) {
      this.#onGone();
      throw error;
    }
  }

  async click(
    context: LoginContext,
    pin: string,
    withinMs: number,
    origins: readonly string[] | null,
  ): Promise<Pressed> {
    const deadline = performance.now() + withinMs;
    try {
      for (let tries = 0; performance.now() < deadline; tries++) {
        const stopped = await this.#press(context, pin, tries, origins);
        if (stopped !== 'elsewhere') return stopped ?? 'pressed';
        await context.wait(LOOK_AGAIN_MS);
      }
    } catch {
      context.signal.throwIfAborted();
      // The document is gone, and the element to click with it.
    }
    return 'missed';
  }

  async tap(context: LoginContext, pin: string, origins: readonly string[]): Promise<Pressed> {
    try {
      const stopped = await this.#press(context, pin, 0, origins);
      return stopped === 'elsewhere' ? 'missed' : (stopped ?? 'pressed');
    } catch {
      context.signal.throwIfAborted();
      return 'missed';
    }
  }

  /** @returns why nothing was pressed; null where it was */
  async #press(
    context: LoginContext,
    pin: string,
    tries: number,
    origins: readonly string[] | null,
  ): Promise<Stopped | null> {
    const point = await context.race(this.ask('clickPoint', pin, tries, origins));
    return point === null ? 'elsewhere' : context.race(this.#tap(point));
  }

  /**
   * One after the other, without waiting for the page in between. It may close itself or go elsewhere before all is answered.
   * @returns why the press was stopped; null where it was not
   */
  async #tap({ x, y }: Point): Promise<Stopped | null> {
    const left = { x, y, button: 'left', clickCount: 1 } as const;
    await Promise.allSettled([
      this.#session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y }),
      this.#session.send('Input.dispatchMouseEvent', { ...left, type: 'mousePressed', buttons: 1 }),
      this.#session.send('Input.dispatchMouseEvent', { ...left, type: 'mouseReleased', buttons: 0 }),
    ]);
    return this.ask('endPress').catch(() => null);
  }
}
