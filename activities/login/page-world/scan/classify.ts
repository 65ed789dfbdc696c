import type { Features } from './features.js';
import table from './weights.json' with { type: 'json' };

/** What the author of a group wants with it. Which login step it is follows from its fields. */
export const INTENTS = [
  'login',
  'signup',
  'recovery',
  'change_password',
  'otp',
  'newsletter',
  'search',
  'other',
] as const;
export type Intent = (typeof INTENTS)[number];

const WEIGHTS: Record<string, Partial<Record<Intent, number>> | undefined> = table;
const REASONS = 6;

export interface Judgement {
  intent: Intent;
  runnerUp: Intent;
  /** Share of the probability, 0 to 1. */
  confidence: number;
  margin: number;
  /** Logit of `login` against the best other intent: how to rank several groups of a page. */
  loginScore: number;
  reasons: string[];
}

/** Adds up log-odds per intent. Every number comes from `weights.json`; a feature without a line there says nothing. */
export function classify(features: Features): Judgement {
  const scores = Object.fromEntries(INTENTS.map((intent) => [intent, WEIGHTS.bias?.[intent] ?? 0])) as Record<
    Intent,
    number
  >;
  for (const [name, amount] of Object.entries(features)) {
    for (const intent of INTENTS) scores[intent] += amount * (WEIGHTS[name]?.[intent] ?? 0);
  }
  const ranked = [...INTENTS].sort((a, b) => scores[b] - scores[a]);
  const [intent, runnerUp] = ranked as [Intent, Intent];
  const total = INTENTS.reduce((sum, each) => sum + Math.exp(scores[each] - scores[intent]), 0);
  const share = (each: Intent) => Math.exp(scores[each] - scores[intent]) / total;
  const rival = Math.max(...INTENTS.filter((each) => each !== 'login').map((each) => scores[each]));
  return {
    intent,
    runnerUp,
    confidence: share(intent),
    margin: share(intent) - share(runnerUp),
    loginScore: scores.login - rival,
    reasons: reasonsFor(intent, runnerUp, features),
  };
}

/** The features that told the winner from the runner-up, strongest first; a minus where one spoke against it. */
function reasonsFor(intent: Intent, runnerUp: Intent, features: Features): string[] {
  return Object.entries(features)
    .map(([name, amount]) => ({
      name,
      pull: amount * ((WEIGHTS[name]?.[intent] ?? 0) - (WEIGHTS[name]?.[runnerUp] ?? 0)),
    }))
    .filter(({ pull }) => Math.abs(pull) > 0.3)
    .sort((a, b) => Math.abs(b.pull) - Math.abs(a.pull))
    .slice(0, REASONS)
    .map(({ name, pull }) => (pull > 0 ? name : `-${name}`));
}
