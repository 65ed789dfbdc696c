import { runInThisContext } from 'node:vm';
import type { ElementHandle, Frame, JSHandle } from 'playwright-core';
import type { LoginContext } from '../../context.js';
import type { Agent } from '../../page-world/agent.js';
import type { Answer, LiveDocument, Pressed, Question } from './live-document.js';
import { pageWorldBundle } from './page-world-bundle.js';

/** Playwright presses once, whatever comes of it. */
const TAP_MS = 1_000;

const documents = new WeakMap<Frame, FrameDocument>();

/** The document of a frame inside a page. Our code is injected when first needed; the page's scripts have no reference to it. */
export async function documentInFrame(frame: Frame): Promise<LiveDocument> {
  const known = documents.get(frame);
  if (await known?.isThere()) return known as FrameDocument;
  const start = runInThisContext(`(${(await pageWorldBundle()).code})`) as () => Agent;
  const document = new FrameDocument(await frame.evaluateHandle(start));
  documents.set(frame, document);
  return document;
}

class FrameDocument implements LiveDocument {
  readonly #agent: JSHandle<Agent>;

  constructor(agent: JSHandle<Agent>) {
    this.#agent = agent;
  }

  isThere(): Promise<boolean> {
    return this.#agent.evaluate(() => true).catch(() => false);
  }

  ask<Q extends Question>(question: Q, ...about: Parameters<Agent[Q]>): Promise<Answer<Q>> {
    const call = (agent: Agent, [name, args]: [Q, Parameters<Agent[Q]>]) =>
      (agent[name] as (...args: Parameters<Agent[Q]>) => Answer<Q>)(...args);
    return this.#agent.evaluate(call as never, [question, about] as never) as Promise<Answer<Q>>;
  }

  tap(context: LoginContext, pin: string, origins: readonly string[]): Promise<Pressed> {
    return this.click(context, pin, TAP_MS, origins);
  }

  /** Clicks through Playwright, which knows where the frame is and what covers it, and stops a click that would hit something else. */
  async click(
    context: LoginContext,
    pin: string,
    withinMs: number,
    origins: readonly string[] | null,
  ): Promise<Pressed> {
    const { signal } = context;
    try {
      const handle = await context.race(this.#agent.evaluateHandle((agent, at) => agent.element(at), pin));
      const element = handle.asElement() as ElementHandle | null;
      if (element === null) return 'missed';
      if (origins !== null) await context.race(this.ask('expectPress', pin, origins));
      await context.race(element.click({ timeout: withinMs, noWaitAfter: true, signal }));
      const stopped = await context.race(this.ask('endPress')).catch(() => null);
      return stopped === 'elsewhere' ? 'missed' : (stopped ?? 'pressed');
    } catch {
      signal.throwIfAborted();
      return 'missed';
    }
  }
}
