import type { LoginContext } from '../../context.js';
import type { Agent } from '../../page-world/agent.js';

export type Question = keyof Agent;
export type Answer<Q extends Question> = Awaited<ReturnType<Agent[Q]>>;

/** One document of a page. Once another one has taken its place it answers nothing more. */
export interface LiveDocument {
  /** @throws where the document is gone, or goes before it has answered */
  ask<Q extends Question>(question: Q, ...about: Parameters<Agent[Q]>): Promise<Answer<Q>>;
  /**
   * Clicks as a person does: only what can be seen and reached, for which it waits. An abort ends that. A press that would hit something else is
   * stopped.
   * @param origins that the click may send a form to; null where it makes no difference
   * @returns `missed` when that can't be done in time; `insecure` where it would have sent a password in an address, and was stopped
   */
  click(context: LoginContext, pin: string, withinMs: number, origins: readonly string[] | null): Promise<Pressed>;
  /** The same, once: for what must not be pressed twice. */
  tap(context: LoginContext, pin: string, origins: readonly string[]): Promise<Pressed>;
}

export type Pressed = 'pressed' | 'missed' | 'insecure' | 'emptied';
