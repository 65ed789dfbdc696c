import type { Features } from './features.js';
import { BIAS, type Feature, INTENTS, type Intent, WEIGHTS } from './weights.js';

/** How many reasons are reported. More are of no use. */
const MAX_REASONS = 6;
/** From this difference of log-odds on, a feature counts as a reason. */
const MIN_PULL = 0.3;

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

/** Adds up log-odds for each intent. Every number comes from `weights.json`. */
export function classify(features: Features): Judgement {
  const said = entriesOf(features);
  const scores = scoresOf(said);
  const intent = bestOf(INTENTS, scores);
  const others = INTENTS.filter((each) => each !== intent);
  const runnerUp = bestOf(others, scores);
  const rival = bestOf(
    INTENTS.filter((each) => each !== 'login'),
    scores,
  );
  const total = INTENTS.reduce((sum, each) => sum + Math.exp(scores[each] - scores[intent]), 0);
  const share = (each: Intent) => Math.exp(scores[each] - scores[intent]) / total;
  return {
    intent,
    runnerUp,
    confidence: share(intent),
    margin: share(intent) - share(runnerUp),
    loginScore: scores.login - scores[rival],
    reasons: reasonsFor(intent, runnerUp, said),
  };
}

type Said = readonly (readonly [name: Feature, amount: number])[];

const entriesOf = (features: Features): Said => Object.entries(features) as [Feature, number][];

function scoresOf(said: Said): Record<Intent, number> {
  const scores = { ...BIAS };
  for (const [name, amount] of said) {
    for (const intent of INTENTS) scores[intent] += amount * weightOf(name, intent);
  }
  return scores;
}

const weightOf = (name: Feature, intent: Intent): number => WEIGHTS[name][intent] ?? 0;

/** The largest; of equals the first. */
const bestOf = (intents: readonly Intent[], scores: Record<Intent, number>): Intent =>
  intents.reduce((best, each) => (scores[each] > scores[best] ? each : best));

/** The features that told the winner from the runner-up, strongest first; a minus where one spoke against it. */
function reasonsFor(intent: Intent, runnerUp: Intent, said: Said): string[] {
  return said
    .map(([name, amount]) => ({ name, pull: amount * (weightOf(name, intent) - weightOf(name, runnerUp)) }))
    .filter(({ pull }) => Math.abs(pull) > MIN_PULL)
    .sort((a, b) => Math.abs(b.pull) - Math.abs(a.pull))
    .slice(0, MAX_REASONS)
    .map(({ name, pull }) => (pull > 0 ? name : `-${name}`));
}
