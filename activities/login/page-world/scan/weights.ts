import table from './weights.json' with { type: 'json' };

/** What the author of a group of fields wants with it. Which step of a login it is follows from its fields. */
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

/** All features, each with its weights in `weights.json`: one without the other does not compile. */
export type Feature = Exclude<keyof typeof table, 'bias'>;

/** Log-odds that a feature adds for each intent; 0 for those that are left out. */
type Weights = Readonly<Partial<Record<Intent, number>>>;

const { bias, ...weights } = table;
/** Prior log-odds of each intent. */
export const BIAS: Readonly<Record<Intent, number>> = bias;
export const WEIGHTS: Readonly<Record<Feature, Weights>> = weights;

export const isFeature = (name: string): name is Feature => Object.hasOwn(WEIGHTS, name);
